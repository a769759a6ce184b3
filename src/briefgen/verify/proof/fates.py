"""What becomes of withheld records in a world: changed, gone, joined by others, moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from briefgen.verify.proof.invented import FOREIGN, HIGH, LOW, PLAIN, Style

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # the caller's, who has seeded it

T = TypeVar("T")


class Fate(Protocol):
    """Decides, record by record and list by list."""

    def removes(self) -> bool:
        """Whether the next withheld record is gone."""

    def style(self) -> Style | None:
        """Return what the values of the next withheld record look like; as they are, if nothing."""

    def added(self) -> int:
        """Return how many withheld records join the next list."""

    def added_style(self) -> Style | None:
        """Return what the next of them looks like; like one that is there, if nothing."""

    def position(self, index: int, length: int, /) -> int:
        """Return where one joins a list, given how many have joined it before."""

    def moved(self, items: Sequence[T], hidden: Sequence[bool]) -> list[T]:
        """Return a list with its withheld items elsewhere and the others in their order."""


@dataclass(frozen=True)
class Uniform:
    """The same fate for all that is withheld.

    Attributes:
        all_gone: whether it is removed.
        values: what its values look like; as they are, if nothing.
        more: how many withheld records join each list.
        moves: whether it stands elsewhere in its list.
    """

    all_gone: bool = False
    values: Style | None = None
    more: int = 0
    moves: bool = False

    def removes(self) -> bool:
        """Whether the next withheld record is gone."""
        return self.all_gone

    def style(self) -> Style | None:
        """Return what the values of the next withheld record look like."""
        return self.values

    def added(self) -> int:
        """Return how many withheld records join the next list."""
        return self.more

    def added_style(self) -> Style | None:
        """Return what the next of them looks like."""
        return self.values

    def position(self, index: int, length: int, /) -> int:
        """Return the place of one that joins a list: first, in the middle, last, and so on."""
        return (0, length // 2, length)[index % 3]

    def moved(self, items: Sequence[T], hidden: Sequence[bool]) -> list[T]:
        """Return a list with its withheld items first and reversed, or last if they are."""
        if not self.moves:
            return list(items)
        seen = [item for item, away in zip(items, hidden, strict=True) if not away]
        unseen = [item for item, away in zip(items, hidden, strict=True) if away][::-1]
        first = [*unseen, *seen]
        return first if first != list(items) else [*seen, *unseen]


class Mixed:
    """Another fate for each withheld record and each list."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def removes(self) -> bool:
        """Whether the next withheld record is gone."""
        return self._random.random() < 0.3

    def style(self) -> Style | None:
        """Return what the values of the next withheld record look like."""
        return self._random.choice((None, PLAIN, HIGH, LOW, FOREIGN))

    def added(self) -> int:
        """Return how many withheld records join the next list."""
        return self._random.choice((0, 0, 0, 1, 2))

    def added_style(self) -> Style | None:
        """Return what the next of them looks like."""
        return self.style()

    def position(self, _index: int, length: int, /) -> int:
        """Return the place of one that joins a list."""
        return self._random.randint(0, length)

    def moved(self, items: Sequence[T], hidden: Sequence[bool]) -> list[T]:
        """Return a list with its withheld items elsewhere and the others in their order."""
        places = list(range(len(items)))
        self._random.shuffle(places)
        unseen = iter([items[i] for i in places if hidden[i]])
        seen = iter([item for item, away in zip(items, hidden, strict=True) if not away])
        return [next(unseen if hidden[i] else seen) for i in places]


#: Kinds of worlds, each with its fate, given how many copies the kind ``many`` has.
KINDS: Mapping[str, Callable[[int], Fate]] = {
    "changed": lambda _copies: Uniform(values=PLAIN),
    "removed": lambda _copies: Uniform(all_gone=True),
    "added": lambda _copies: Uniform(more=3),
    "high": lambda _copies: Uniform(values=HIGH, more=2),
    "low": lambda _copies: Uniform(values=LOW, more=2),
    "foreign": lambda _copies: Uniform(values=FOREIGN, more=2),
    "many": lambda copies: Uniform(more=copies),
    "reordered": lambda _copies: Uniform(moves=True),
}
