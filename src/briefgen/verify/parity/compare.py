"""Where the two files of an edition say different things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefgen.verify.parity.blocks import Block, spaced_alike

#: What one file says and the other does not, by the block's role where that has a rule of its own.
_RULES = {"link": "parity-link", "language": "parity-language", "figure": "parity-figure",
          "note": "parity-note"}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        rule: id of the rule.
        pdf: the block of the PDF; nothing where it lacks one.
        word: the block of the Word file; nothing where it lacks one.
    """

    rule: str
    pdf: Block | None
    word: Block | None

    @property
    def message(self) -> str:
        """Both places and both texts in words."""
        told = [f"{name} has {_said(block, self.rule)}" for name, block in
                (("the PDF", self.pdf), ("the Word file", self.word))]  # fmt: skip
        return "; ".join(told)


def _said(block: Block | None, rule: str) -> str:
    if block is None:
        return "nothing there"
    target = ""
    if rule == "parity-link" and block.targets:
        target = f", which leads to {' or '.join(sorted(block.targets))}"
    return f"{block.shown}{target} ({block.where})"


def differences(pdf: Sequence[Block], word: Sequence[Block]) -> Iterator[Difference]:
    """Yield every difference between what two files say, in their order."""
    matcher = SequenceMatcher(
        None, [one.compared for one in pdf], [one.compared for one in word], autojunk=False
    )
    for kind, start, end, other, last in matcher.get_opcodes():
        if kind == "equal":
            for one, two in zip(pdf[start:end], word[other:last], strict=True):
                yield from _details(one, two)
        else:
            yield from _unequal(pdf[start:end], word[other:last])


def _details(one: Block, two: Block) -> Iterator[Difference]:
    """Yield what differs between two blocks that say the same."""
    if one.targets != two.targets and not one.targets & two.targets:
        yield Difference("parity-link", one, two)
    if not spaced_alike(one.text, two.text):
        yield Difference("parity-space", one, two)


def _unequal(some: Sequence[Block], others: Sequence[Block]) -> Iterator[Difference]:
    """Yield the differences of two stretches: block against block where their roles agree."""
    rest = list(others)
    for one in some:
        two = next((b for b in rest if (b.role, b.detail) == (one.role, one.detail)), None)
        two = two or next((b for b in rest if b.compared[2] == one.compared[2]), None)
        if two is None:
            yield Difference(_RULES.get(one.role, "parity-missing"), one, None)
            continue
        rest.remove(two)
        told = "parity-text" if one.detail == two.detail else "parity-structure"
        told = told if one.role == two.role else "parity-structure"
        if one.compared == two.compared:
            told = "parity-order"
        yield Difference(_RULES.get(one.role, told), one, two)
    for two in rest:
        yield Difference(_RULES.get(two.role, "parity-missing"), None, two)
