"""Style sheets: what the layout engine would not understand, and what Word cannot follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefgen.compose.lint import properties as css
from briefgen.compose.lint.figures import HINT, figures_in
from briefgen.compose.lint.files import Files
from briefgen.compose.lint.selectors import selector
from briefgen.compose.lint.variables import Variables
from briefgen.diagnostics import Diagnostic, Place, did_you_mean, shown_path

_WORD = "both formats must look alike: keep to what Word has too (docs/vocabulary.md)"
_FARTHEST = 2000
_OUTSIDE = "a style sheet brings nothing along from elsewhere: fonts stand in fonts.yaml"
_IN_CONTENT = ("counter", "string", "leader", "target-counter", "content", "attr")


def styles(files: Files, root: Path, colors: Collection[str] | None = None) -> list[Diagnostic]:
    """Return everything that is wrong with the style sheets in some folders.

    Args:
        files: an audience's files.
        root: the workspace; places are printed relative to it.
        colors: names of the theme's colours, if style sheets are to use no others.
    """
    variables = Variables(colors)
    sheets = []
    for path in dict.fromkeys(folder / "style.css" for folder in files.folders):
        content = files.read(path)
        if content is not None:
            sheets.append(Sheet(shown_path(path, root), variables))
            try:
                sheets[-1].read(content.decode())
            except UnicodeDecodeError:
                continue  # reading the house says so
    variables.check()
    return [fault for sheet in sheets for fault in sheet.found]


@lru_cache(32)
def _parsed(text: str) -> Sequence[Any]:
    """Return the rules of a style sheet: most audiences have the same one beside their own."""
    import tinycss2  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with WeasyPrint

    rules: Sequence[Any] = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return rules


@dataclass
class Sheet:
    """One style sheet while it is read.

    Attributes:
        file: its path, as diagnostics print it.
        variables: custom properties of all sheets of the paper.
        found: what is wrong with it.
    """

    file: str
    variables: Variables
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, node: Any, message: str, hint: str = "", rule: str = "style") -> None:
        """Note a fault where a token stands."""
        place = Place(self.file, node.source_line, node.source_column)
        self.found.append(Diagnostic(place, rule, message, hint))

    def read(self, text: str) -> None:
        """Note everything that is wrong with a style sheet."""
        self._rules(_parsed(text))

    def _rules(self, rules: Sequence[Any]) -> None:
        for rule in rules:
            if rule.type == "error":
                self.fault(rule, f"this is no CSS: {rule.message}")
            elif rule.type == "qualified-rule":
                target = selector(rule.prelude, self.fault)
                self._declarations(rule.content, _of(target.picture), target.generated)
            elif rule.type == "at-rule":
                self._at_rule(rule)

    def _at_rule(self, rule: Any) -> None:
        name = rule.lower_at_keyword
        prelude = "".join(token.serialize() for token in rule.prelude).strip().lower()
        if name == "page" and rule.content is not None:
            if prelude not in ("", ":first", "landscape"):
                message = f"Word has no pages of the kind `{prelude}`"
                hint = "`@page`, `@page :first` and `@page landscape` are what both formats have"
                self.fault(rule, message, hint)
            self._page(rule, css.OF_LANDSCAPE if prelude == "landscape" else css.OF_PAGES)
        elif name == "media" and rule.content is not None and prelude in ("print", "all"):
            import tinycss2  # noqa: PLC0415

            self._rules(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            )
        elif name in ("import", "font-face"):
            self.fault(rule, f"`@{name}` may not stand in a style sheet", _OUTSIDE)
        else:
            hint = did_you_mean(name, ["page", "media print"])
            self.fault(rule, f"there is no `@{name}` in style sheets of papers", hint)

    def _page(self, rule: Any, known: Mapping[str, css.Property]) -> None:
        for item in self._items(rule.content):
            if item.type == "declaration":
                self._declaration(item, known, "page")
            elif known is css.OF_LANDSCAPE:
                hint = "landscape pages have the margins of the others, and what stands there"
                self.fault(item, "landscape pages have nothing of their own but a size", hint)
            elif item.type == "at-rule":
                name = item.lower_at_keyword
                if name == "footnote":
                    self._declarations(item.content or [], {**css.PROPERTIES, **_AREA}, "")
                elif name in css.MARGIN_BOXES:
                    self._declarations(item.content or [], css.PROPERTIES, "margin")
                else:
                    hint = did_you_mean(name, [*css.MARGIN_BOXES, "footnote"])
                    self.fault(item, f"Word has nothing for `@{name}`", hint)

    def _declarations(
        self, content: Sequence[Any], known: Mapping[str, css.Property], generated: str
    ) -> None:
        for item in self._items(content):
            if item.type == "declaration":
                self._declaration(item, known, generated)
            else:
                hint = "write it as a rule of its own, with the whole selector"
                self.fault(item, "a rule stands within another", hint)

    def _items(self, content: Sequence[Any]) -> Iterator[Any]:
        import tinycss2  # noqa: PLC0415

        for item in tinycss2.parse_blocks_contents(
            content, skip_comments=True, skip_whitespace=True
        ):
            if item.type == "error":
                self.fault(item, f"this is no CSS: {item.message}")
            else:
                yield item

    def _declaration(self, item: Any, known: Mapping[str, css.Property], generated: str) -> None:
        name = item.lower_name
        if item.name.startswith("--"):
            self.variables.define(item, self)
            self._addresses(item.value)
            return
        self.variables.use(item.value, self)
        if name in known:
            if name == "content":
                self._content(item, generated)
            else:
                self._values(item, known[name])
        elif name in css.NOT_IN_WORD or name in css.PROPERTIES or name in css.OF_PAGES:
            where = "a page" if generated == "page" else "Word"
            message = f"{where} cannot have `{item.name}`" if generated == "page" else (
                f"Word cannot follow `{item.name}`"
            )  # fmt: skip
            self.fault(item, message, _WORD)
        else:
            self.fault(item, f"there is no property `{item.name}`", _near(name, known))

    def _addresses(self, tokens: Sequence[Any]) -> None:
        for token in tokens:
            if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
                self.fault(token, "an address stands in a style sheet", _OUTSIDE)
            self._addresses(getattr(token, "arguments", None) or getattr(token, "content", None)
                            or [])  # fmt: skip

    def _values(self, item: Any, allowed: css.Property) -> None:
        self._addresses(item.value)
        tokens = [token for token in item.value if token.type not in ("whitespace", "comment")]
        if not tokens:
            self.fault(item, f"`{item.name}` has no value")
        for token in tokens:
            if (fault := _value(token, allowed)) is not None:
                message, hint = fault
                self.fault(token, f"`{item.name}` {message}", hint)

    def _content(self, item: Any, generated: str) -> None:
        """Generated text: page margins hold texts and numbers, contents hold leaders."""
        self._addresses(item.value)
        for token in item.value:
            if token.type == "string" and generated == "margin":
                for figure in figures_in(token.value):
                    message = (
                        f'"{figure[0]}" is typed into the style sheet and comes from no record'
                    )
                    self.fault(token, message, HINT, "literal-figure")
            elif token.type == "string" and token.value.strip():
                for figure in figures_in(token.value):
                    message = (
                        f'"{figure[0]}" is typed into the style sheet and comes from no record'
                    )
                    self.fault(token, message, HINT, "literal-figure")
                self.fault(token, "Word cannot follow a text in `content`",
                           "write the text into the template")  # fmt: skip
            elif token.type == "function" and token.lower_name not in (*_IN_CONTENT, "var"):
                hint = did_you_mean(token.lower_name, _IN_CONTENT)
                self.fault(token, f"Word cannot follow `{token.name}()` in `content`", hint)
            elif token.type == "function" and generated == "margin":
                self._field(token)

    def _field(self, token: Any) -> None:
        first = next((a.value for a in token.arguments if a.type == "ident"), "")
        good = token.lower_name == "string" or (
            token.lower_name == "counter" and first in ("page", "pages")
        )
        if not good:
            shown = token.serialize()
            hint = "texts, string(…), counter(page) and counter(pages) are what both formats have"
            self.fault(token, f"page margins cannot hold `{shown}`", hint)


#: What lies around the footnotes of a page.
_AREA = {"max-height": css.Property(frozenset(("none",)), frozenset(("length", "percentage")))}


def _of(picture: bool) -> Mapping[str, css.Property]:
    return {**css.PROPERTIES, **css.OF_PICTURES} if picture else css.PROPERTIES


def _near(name: str, known: Collection[str]) -> str:
    hint = did_you_mean(name, sorted(known)).split("? known")[0]
    return (
        f"{hint}?" if hint.startswith("did") else "docs/vocabulary.md lists what both formats have"
    )


def _value(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    """Return what is wrong with one value of a property, and the way out."""
    check: Callable[[Any, css.Property], tuple[str, str] | None] | None = {
        "ident": _word, "dimension": _length, "percentage": _percentage, "number": _number,
        "hash": _color, "function": _function, "string": _string, "url": lambda _t, _a: None,
        "literal": lambda t, _a: None if t.value in "/," else (f"cannot hold `{t.value}`", ""),
    }.get(token.type)  # fmt: skip
    return check(token, allowed) if check else (f"cannot hold `{token.serialize()}`", "")


def _word(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    word = token.lower_value
    if word in allowed.keywords or word in css.EVERYWHERE or "any" in allowed.kinds:
        return None
    if "color" in allowed.kinds:
        if _is_color(token):
            return None
        return f"has no colour or word `{token.value}`", _near(word, [*allowed.keywords, *_COLORS])
    listing = sorted(allowed.keywords)
    return f"cannot be `{token.value}` in both formats", did_you_mean(word, listing)


def _length(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    if not allowed.kinds & {"length", "signed"}:
        return f"cannot be a length, {token.serialize()}", did_you_mean(
            "", sorted(allowed.keywords)
        )
    if token.lower_unit not in css.UNITS:
        known = sorted(css.UNITS)
        hint = did_you_mean(token.lower_unit, known)
        return f"has a unit that Word cannot follow, `{token.unit}`", hint
    if token.value < 0 and "signed" not in allowed.kinds:
        return (
            f"cannot be negative in Word, {token.serialize()}",
            "make the space around it smaller",
        )
    if abs(token.value) > _FARTHEST:
        return f"is larger than any page, {token.serialize()}", ""
    return None


def _percentage(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    if "percentage" not in allowed.kinds:
        return f"cannot be a percentage in Word, {token.serialize()}", "give a length, such as 6pt"
    return ("cannot be negative", "") if token.value < 0 else None


def _number(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    if token.value == 0 and allowed.kinds & {"length", "signed", "percentage"}:
        return None
    if "number" not in allowed.kinds:
        return f"cannot be the bare number {token.representation}", "give a unit, such as pt"
    if not 0 <= token.value <= _FARTHEST:
        return f"cannot be {token.representation}", ""
    return None


def _string(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    return None if "string" in allowed.kinds else (f"cannot be a text, {token.serialize()}", "")


def _function(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    name = token.lower_name
    if name in ("var", "url") or ("any" in allowed.kinds and "color" not in allowed.kinds):
        return None
    if name in ("rgb", "rgba", "hsl", "hsla"):
        return _color(token, allowed)
    return f"cannot hold `{token.name}()` in both formats", "write the value out"


def _color(token: Any, allowed: css.Property) -> tuple[str, str] | None:
    if "color" not in allowed.kinds:
        return f"cannot be a colour, {token.serialize()}", ""
    if not _is_color(token):
        return f"has no colour `{token.serialize()}`", "write #rrggbb, or var(--accent)"
    from tinycss2.color3 import parse_color  # type: ignore[import-untyped]  # noqa: PLC0415

    color = parse_color(token)
    if color != "currentColor" and 0 < color.alpha < 1:
        return "cannot be half transparent in Word", "give the colour that it has on white"
    return None


def _is_color(token: Any) -> bool:
    from tinycss2.color3 import parse_color  # noqa: PLC0415

    return parse_color(token) is not None


_COLORS = ("black", "white", "red", "green", "blue", "gray", "silver", "navy", "teal", "maroon",
           "transparent", "currentcolor")  # fmt: skip
