"""Non-interference: what a reader may not see changes no byte of what it is given.

A search for withheld words finds what was copied; it does not find a total, a rank,
a gap in a numbering or an axis that withheld numbers have stretched. This does:
an edition is made again from worlds that differ in the withheld alone, and every
output has to come out the same (Goguen and Meseguer, 1982).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from briefgen.dossier.resolve import Dossier
from briefgen.verify.proof.worlds import NOBODY, worlds
from briefgen.view.visible import Reader

#: What is compared besides the outputs by their names: the names themselves.
NAMES = "file names"

#: Bytes that are compared at once.
_STEP = 4096


@dataclass(frozen=True)
class Interference:
    """A difference that the withheld made.

    Attributes:
        kind: the kind of world that shows it.
        output: the output that differs; ``file names`` where another one was made.
        detail: where the first difference lies. It quotes nothing: what differs is withheld.
    """

    kind: str
    output: str
    detail: str


def interferences(
    dossier: Dossier,
    reader: Reader,
    make: Callable[[Dossier], Mapping[str, bytes]],
    *,
    redacts: bool,
    copies: int = 40,
    others: Sequence[str] = (NOBODY,),
) -> list[Interference]:
    """Return every difference that what a reader may not see makes to what it is given.

    Args:
        dossier: the dossier.
        reader: who is given the outputs.
        make: returns all outputs of one edition of a dossier by their names; messages
            that the reader could see are an output too. An exception that it
            raises for a world and not for the dossier is a difference.
        redacts: whether the reader sees gaps.
        copies: how many withheld records the kind of world ``many`` adds to each list.
        others: audiences that need to know what the reader does not.
    """
    original = make(dossier)
    found: list[Interference] = []
    for world in worlds(dossier, reader, redacts=redacts, copies=copies, others=others):
        try:
            outputs = make(world.dossier)
        except Exception as error:  # whatever it is, the withheld caused it
            detail = f"making it ends in {type(error).__name__}"
            found.append(Interference(world.kind, "console", detail))
            continue
        found += (Interference(world.kind, *pair) for pair in differences(original, outputs))
    return found


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each output that is not the same in two makings, with its first difference.

    Args:
        one: outputs by name.
        other: the same of another making.
    """
    if one.keys() != other.keys():
        count = len(one.keys() ^ other.keys())
        yield NAMES, f"{count} outputs have a name that only one of the makings has"
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            yield name, _difference(one[name], other[name])


def _difference(one: bytes, other: bytes) -> str:
    """Return where two contents differ first, within the part of a package where they are one."""
    if not (is_zipfile(BytesIO(one)) and is_zipfile(BytesIO(other))):
        return _first(one, other)
    with ZipFile(BytesIO(one)) as package, ZipFile(BytesIO(other)) as another:
        if package.namelist() != another.namelist():
            return "the packages have different parts"
        for name in package.namelist():
            if package.read(name) != another.read(name):
                return f"{name}: {_first(package.read(name), another.read(name))}"
    return _first(one, other)


def _first(one: bytes, other: bytes) -> str:
    """Return where two different contents part."""
    same = 0
    while (part := one[same : same + _STEP]) == other[same : same + _STEP] and part:
        same += _STEP
    while one[same : same + 1] == other[same : same + 1]:
        same += 1
    line = one.count(b"\n", 0, same) + 1
    return f"byte {same}, in line {line}; {len(other) - len(one):+} bytes in all"
