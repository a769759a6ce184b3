"""Elements and attributes that a template writes itself, and places where no value is safe.

Autoescaping makes a value safe in text and between quotation marks. It does not
where a browser or layout engine reads the value as anything else: a style, an
address, the name of an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from jinja2 import nodes

from briefgen.compose.lint.sources import EXPRESSION, STATEMENT, Template
from briefgen.compose.vocabulary import _ATTRIBUTES, _COMMON, _VALUES, CONTENT
from briefgen.diagnostics import did_you_mean

#: Offset, rule, message, hint.
Fault = tuple[int, str, str, str]

_TAG = re.compile(
    rf"<!--.*?-->|<(?P<close>/?){STATEMENT}*(?P<name>[a-zA-Z{EXPRESSION}][\w:{EXPRESSION}-]*)"
    rf"(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rf"(?P<name>[^\s=\"'/>{STATEMENT}]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
)
_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)</style>", re.DOTALL)
_STYLES = re.compile(r"\{\{-?\s*styles\s*-?\}\}")
_SAFE_START = ("#", "https://", "http://", "mailto:")
_ADDRESSES = ("href", "src")

_QUOTES = 'put quotation marks around the whole value: class="{{ … }}"'
_CLASS_HINT = "give it a class, and the class a style in style.css"


def elements(template: Template, addresses: set[tuple[Template, int]]) -> Iterator[Fault]:
    """Yield what is wrong with the elements of a template.

    Args:
        template: the template.
        addresses: where an expression prints what is known to be a web address.
    """
    known = frozenset(offset for of, offset in addresses if of is template)
    yield from _elements(template, known)


@cache
def _elements(template: Template, addresses: frozenset[int]) -> list[Fault]:
    found = [*_unescaped(template), *_styles(template)]
    for tag in _TAG.finditer(_without_styles(template.markup)):
        found.extend(_tag(tag, addresses))
    return found


def _without_styles(markup: str) -> str:
    """Return a template's markup with the contents of ``<style>`` blanked out."""
    return _STYLE.sub(lambda s: s[1] + re.sub(r"[^\n]", " ", s[2]) + "</style>", markup)


def _tag(tag: re.Match[str], addresses: frozenset[int]) -> Iterator[Fault]:
    if tag["name"] is None:
        if STATEMENT not in tag[0] or tag[0].strip(f"<!->{STATEMENT}{EXPRESSION} \n"):
            yield (tag.start(), "vocabulary", "a comment is in the document",
                   "use {# … #}: it stays in the template")  # fmt: skip
        return
    name = tag["name"]
    if EXPRESSION in name:
        at = tag.start("name") + name.index(EXPRESSION)
        message = "an expression stands in the name of an element"
        yield at, "unsafe-place", message, "write the elements out, each in its {% if %}"
        return
    name = name.lower()
    if name not in CONTENT:
        hint = did_you_mean(name, sorted(CONTENT))
        yield tag.start("name"), "vocabulary", f"<{name}> is not in the vocabulary", hint
        return
    if tag["close"]:
        return
    yield from _attributes(name, tag, addresses)


def _attributes(name: str, tag: re.Match[str], addresses: frozenset[int]) -> Iterator[Fault]:
    given: set[str] = set()
    start = tag.start("rest")
    for found in _ATTRIBUTE.finditer(tag["rest"]):
        attribute, value = found["name"].lower(), found["value"]
        at = start + found.start()
        if EXPRESSION in attribute:
            at += attribute.index(EXPRESSION)
            message = f"an expression stands among the attributes of <{name}>"
            yield at, "unsafe-place", message, "write the attribute out, with the value in it"
            continue
        given.add(attribute)
        if not _may_carry(name, attribute):
            yield (
                at,
                "vocabulary",
                f"<{name}> may not carry `{attribute}`",
                _instead(name, attribute),
            )
            continue
        if value is None:
            continue
        at = start + found.start("value")
        if value[0] not in "\"'":
            if EXPRESSION in value:
                at += value.index(EXPRESSION)
                message = (
                    f"the value of `{attribute}` has no quotation marks and holds an expression"
                )
                yield at, "unsafe-place", message, _QUOTES
                continue
            value = f'"{value}"'
            at -= 1
        yield from _value(name, attribute, value[1:-1], at + 1, addresses)
    for required in _required(name):
        if required not in given:
            rule = "missing-alt" if (name, required) == ("img", "alt") else "vocabulary"
            hint = (
                "say what it shows; an empty `alt` means decoration" if rule != "vocabulary" else ""
            )
            yield tag.start(), rule, f"<{name}> lacks `{required}`", hint


def _value(
    name: str, attribute: str, value: str, at: int, addresses: frozenset[int]
) -> Iterator[Fault]:
    dynamic = EXPRESSION in value
    if attribute in _ADDRESSES and dynamic:
        first = value.index(EXPRESSION)
        end = first + len(value[first:]) - len(value[first:].lstrip(EXPRESSION))
        known = any(at + first <= offset < at + end for offset in addresses)
        fixed = value.replace(STATEMENT, "")
        if not fixed.startswith(_SAFE_START) and not (known and fixed.startswith(EXPRESSION)):
            message = f"an expression stands in `{attribute}` and may hold any kind of address"
            hint = "begin with `#`, `https://` or `mailto:`, or print a field that is a web address"
            yield at + first, "unsafe-place", message, hint
    elif not (dynamic or STATEMENT in value or _allowed(attribute, value)):
        message = f'<{name}> has {attribute}="{value[:60]}", which is not allowed'
        yield at, "vocabulary", message, ""


def _allowed(attribute: str, value: str) -> bool:
    return attribute not in _VALUES or _VALUES[attribute](value)


def _may_carry(name: str, attribute: str) -> bool:
    data = name == "body" and attribute.startswith("data-")
    return attribute in _COMMON or attribute in _ATTRIBUTES.get(name, {}) or data


def _instead(name: str, attribute: str) -> str:
    if attribute == "style":
        return _CLASS_HINT
    if attribute.startswith("on"):
        return "papers are printed: nothing in them can run"
    known = sorted(_COMMON | set(_ATTRIBUTES.get(name, {})))
    return did_you_mean(attribute, known)


def _required(name: str) -> list[str]:
    return [key for key, required in _ATTRIBUTES.get(name, {}).items() if required]


def _styles(template: Template) -> Iterator[Fault]:
    """Yield expressions in ``<style>`` other than the house's own style sheets."""
    for style in _STYLE.finditer(template.markup):
        for found in re.finditer(f"{EXPRESSION}+", style[2]):
            at = style.start(2) + found.start()
            if not _STYLES.fullmatch(template.source[at : at + len(found[0])]):
                message = "an expression stands in <style>, where escaping does not make it safe"
                hint = "put the style into style.css, and choose it by a class"
                yield at, "unsafe-place", message, hint


def _unescaped(template: Template) -> Iterator[Fault]:
    """Yield what takes a value out of escaping."""
    hint = "print the value as it is: what is in a record is text, never markup"
    for node in template.every_node:
        match node:
            case nodes.Filter(name="safe"):
                yield (
                    node.lineno,
                    "unsafe-place",
                    "`|safe` prints a value without escaping it",
                    hint,
                )
            case nodes.Name(name="Markup"):
                message = "`Markup` prints a value without escaping it"
                yield node.lineno, "unsafe-place", message, hint
            case nodes.ScopedEvalContextModifier():
                yield node.lineno, "unsafe-place", "escaping cannot be turned off", hint
