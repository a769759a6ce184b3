"""The documents say what the program does."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from briefgen.cli.main import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")

#: How the names of rules begin; other texts in the source with a hyphen are no rules.
_RULE = re.compile(r"(bad|unknown|no|not|duplicate|missing|empty|too|one|un)-?[a-z0-9]+(-[a-z]+)*")

#: Texts that look like rules and are something else: fields of PDF, CSS, CSL, Word, Jinja.
_OTHERS = {
    "no-date", "no-repeat", "nobody-else", "non-dropping-particle", "not-reported", "none",
    "nonempty", "normal", "note", "notes", "number", "notset", "unit", "union", "until",
    "unstated", "unspecified", "undefined", "underline", "unexpected", "unique", "topic",
    "topics", "top", "total", "bad-text", "northern-cyprus",
}  # fmt: skip


def _documented() -> list[str]:
    text = (ROOT / "docs/rules.md").read_text("utf-8")
    return re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)


def _calls() -> Iterator[tuple[str, str]]:
    """Yield place and rule of every fault that the source notes by name."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else (
                node.func.id if isinstance(node.func, ast.Name) else ""
            )  # fmt: skip
            rule = node.args[1]
            if (
                name in ("error", "warning", "Diagnostic", "_fault", "note")
                and isinstance(rule, ast.Constant)
                and isinstance(rule.value, str)
                and (name != "_fault" or " " not in rule.value)  # one has its rule inside
            ):
                yield f"{path.name}:{node.lineno}", rule.value


def _texts() -> set[str]:
    return {
        node.value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_rule_that_is_noted_is_documented() -> None:
    noted = list(_calls())
    assert len(noted) > 30
    documented = set(_documented())
    assert [(place, rule) for place, rule in noted if rule not in documented] == []


def test_every_fault_of_a_finished_file_is_documented() -> None:
    found = {
        node.args[0].value
        for path in sorted((ROOT / "src/briefgen/verify").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        and node.func.id in ("Fault", "Difference") and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert len(found) > 25
    assert found - set(_documented()) == set()


def test_rules_that_are_told_in_other_ways_are_documented_too() -> None:
    alike = {text for text in _texts() if _RULE.fullmatch(text) and "-" in text}
    assert alike - _OTHERS - set(_documented()) == set()


def test_every_documented_rule_exists_and_once() -> None:
    documented = _documented()
    assert len(documented) == len(set(documented))
    assert set(documented) - _texts() == set()


def test_every_rule_is_explained_in_a_sentence() -> None:
    for line in (ROOT / "docs/rules.md").read_text("utf-8").splitlines():
        if line.startswith("| `"):
            assert re.fullmatch(r"\| `[a-z0-9-]+` \| .{15,}[.:] \|", line), line


def _commands() -> dict[str, click.Command]:
    commands: dict[str, click.Command] = {}
    for name, command in cli.commands.items():
        below = command.commands if isinstance(command, click.Group) else {}
        commands |= {f"{name} {inner}": found for inner, found in below.items()}
        if not below:
            commands[name] = command
    return commands


def test_every_command_is_in_the_readme() -> None:
    for name in _commands():
        first, _, second = name.partition(" ")
        rows = [line for line in README.splitlines() if f"briefgen {first}" in line]
        assert rows, f"{name} is not in README.md"
        assert not second or any(second in row for row in rows), f"{name} is not in README.md"


def _quoted() -> list[str]:
    """Return the command lines that the README gives to be typed as they stand."""
    blocks = re.findall(r"^(?:    |\t)(.+)$|^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line for pair in blocks for text in pair for line in text.splitlines()]
    lines += re.findall(r"`(briefgen [^`]+)`", README.replace("\n", " "))
    parts = [part.strip() for line in lines for part in re.split(r"&&|#|;", line)]
    return sorted({p for p in parts if p.startswith("briefgen ") and not re.search(r"[\[…|]", p)})


def test_the_readme_gives_commands_to_type() -> None:
    assert len(_quoted()) >= 5


@pytest.mark.parametrize("line", _quoted())
def test_a_command_line_of_the_readme_is_understood(line: str) -> None:
    arguments = shlex.split(line)[1:]
    command: click.Command = cli
    context = click.Context(cli, info_name="briefgen")
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, click.Context(found, context, info_name=name)
    command.make_context(command.name, arguments, context.parent)


@pytest.mark.parametrize(
    "row", re.findall(r"^\| `(briefgen [^`]+)`", README, re.MULTILINE) or ["(no table)"]
)
def test_the_readme_names_the_options_that_a_command_has(row: str) -> None:
    words = row.replace("\\", "").split()
    commands = [c for name, c in _commands().items() if name.split()[0] == words[1]]
    assert commands, f"{row}: there is no such command"
    known = {flag for c in commands for p in c.params for flag in (*p.opts, *p.secondary_opts)}
    named = set(re.findall(r"(?<![\w-])--?[a-z]+", row))
    assert named <= known
    if words[1] in ("build", "check"):
        longs = {flag for flag in known if flag.startswith("--")} & named
        for parameter in commands[0].params:
            flags = set(parameter.opts) - {"--help"}
            if isinstance(parameter, click.Option) and words[1] == "build":
                assert flags & named, f"{row} leaves out {flags}"
        assert longs


def test_links_of_the_documents_lead_to_files() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists() or target.startswith("output/"), f"{name}: {target}"
