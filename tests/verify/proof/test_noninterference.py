"""No byte of a paper depends on what its audience may not see.

``BRIEFGEN_PAIRS`` says how many pairs of editions are compared byte by byte, in
every format; ``script/nightly`` asks for more than the ordinary run.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dossier.resolve import Dossier
from briefgen.layout.weasy import LayoutError
from briefgen.verify.proof.noninterference import Interference, differences, interferences
from briefgen.verify.proof.worlds import World, random_world, worlds
from briefgen.view.visible import NotForAudienceError
from thorough import NIGHTLY, drawing

from .drawn import AUDIENCES, draw_dossier, draw_edition, seeded
from .pipeline import FICTION, WORKSPACE, Edition, edition, shipped_dossier

#: Pairs of one part, the last of every ten of shipped papers.
PART, TENTH = 21, 10

#: Parts that are compared; the worlds of FICTION for the press are compared besides.
PARTS = math.ceil(int(os.environ.get("BRIEFGEN_PAIRS", "42")) / PART)

#: Worlds of each drawn dossier.
WORLDS = 8


@given(st.integers(0, 10**9))
@drawing(8)
def test_the_withheld_has_no_influence_on_view_and_composed_text(seed: int) -> None:
    random = seeded(seed)
    dossier, drawn = draw_dossier(random), draw_edition(random)
    reader, redacts = drawn.reader(dossier), drawn.redacts
    view, html = drawn.view(dossier), drawn.html(dossier)
    for world in worlds(dossier, reader, redacts=redacts, copies=4, others=AUDIENCES):
        assert drawn.view(world.dossier) == view, world.kind
    for _ in range(3):
        mixed = random_world(dossier, reader, random, redacts=redacts, others=AUDIENCES).dossier
        assert drawn.view(mixed) == view
        assert drawn.html(mixed) == html


#: Every audience of the dossier that withholds; of the others, each with one audience in turn.
SHIPPED = [
    (name, audience)
    for at, name in enumerate(WORKSPACE.dossiers())
    for turn, audience in enumerate(WORKSPACE.audiences())
    if NIGHTLY or name == FICTION or turn == at % len(WORKSPACE.audiences())
]


@pytest.mark.parametrize(("name", "audience"), SHIPPED)
def test_the_withheld_has_no_influence_on_the_shipped_papers(name: str, audience: str) -> None:
    paper, dossier = edition(audience), shipped_dossier(name)
    for redacts in (False, True) if name == FICTION else (paper.redacts,):
        chosen = paper.like(above_clearance="redact" if redacts else "withhold")
        found = interferences(
            dossier, chosen.reader(dossier), chosen.html, redacts=redacts, copies=2
        )
        assert found == []


def test_the_withheld_changes_no_byte_of_the_press_paper() -> None:
    press, dossier = edition("press"), shipped_dossier(FICTION)
    made: list[Mapping[str, bytes]] = []

    def make(world: Dossier) -> Mapping[str, bytes]:
        made.append(press.files(world))
        return made[-1]

    assert interferences(dossier, press.reader(dossier), make, redacts=False) == []
    assert len(made) == 9
    assert {name: len(content) > 5000 for name, content in made[0].items()} == {
        "html": True, "pdf": True, "docx": True,
    }  # fmt: skip


def test_a_change_of_what_is_visible_does_change_every_format() -> None:
    press, dossier = edition("press"), shipped_dossier(FICTION)
    header = dossier.records.dossier.model_copy(update={"as_of": "2026-10-01"})
    records = dossier.records.model_copy(update={"dossier": header})
    one, other = press.files(dossier), press.files(replace(dossier, records=records))
    assert [name for name, _ in differences(one, other)] == ["docx", "html", "pdf"]


# ── Pairs of editions, byte by byte ──────────────────────────────────────────────────────────


@cache
def shipped_files(name: str, audience: str) -> Mapping[str, bytes]:
    return edition(audience).files(shipped_dossier(name))


def shipped_pair(number: int) -> tuple[Edition, Mapping[str, bytes], World]:
    """Return a pair of shipped papers in which what another audience may see differs.

    Each ordered pair of audiences has its turn, dossier after dossier.
    """
    audiences = WORKSPACE.audiences()
    names = sorted(WORKSPACE.dossiers(), key=lambda name: name != FICTION)
    pairs = [(one, other) for one in audiences for other in audiences if one != other]
    audience, other = pairs[number * 7 % len(pairs)]  # 7: another reader each time
    name = names[number // len(pairs) % len(names)]
    paper, dossier = edition(audience), shipped_dossier(name)
    chosen, reader = seeded(number), paper.reader(dossier)
    world = random_world(dossier, reader, chosen, redacts=paper.redacts, others=(other,))
    return paper, shipped_files(name, audience), world


def drawn_pairs(seed: int) -> Iterator[tuple[Edition, Mapping[str, bytes], World]]:
    """Yield pairs of drawn dossiers' papers for drawn audiences."""
    random = seeded(seed)
    while True:
        dossier, drawn = draw_dossier(random), draw_edition(random)
        try:
            files = drawn.files(dossier)
        except LayoutError:  # a paper that nobody gets tells nothing
            continue
        reader, redacts = drawn.reader(dossier), drawn.redacts
        known = list(worlds(dossier, reader, redacts=redacts, copies=10, others=AUDIENCES))
        for world in random.sample(known, min(WORLDS // 2, len(known))):
            yield drawn, files, world
        for _ in range(WORLDS // 2):
            mixed = random_world(dossier, reader, random, redacts=redacts, others=AUDIENCES)
            yield drawn, files, mixed


@pytest.mark.parametrize("part", range(PARTS))
def test_pairs_that_differ_in_the_withheld_are_the_same_to_the_byte(part: int) -> None:
    drawn = drawn_pairs(part)
    for number in range(PART):
        of_part, rest = divmod(number + 1, TENTH)
        pair = next(drawn) if rest else shipped_pair(part * (PART // TENTH) + of_part - 1)
        paper, files, world = pair
        found = list(differences(files, paper.files(world.dossier)))
        assert found == [], (number, world.kind, world.dossier.name, paper.name)
        assert set(files) == {"html", "pdf", "docx"}


# ── What is reported ─────────────────────────────────────────────────────────────────────────


def count(dossier: Dossier) -> int:
    return len(dossier.records.events)


def found_for(make: object) -> set[Interference]:
    press, dossier = edition("press"), shipped_dossier(FICTION)
    return set(interferences(dossier, press.reader(dossier), make, redacts=False))  # type: ignore[arg-type]


def test_a_difference_is_told_with_world_output_and_place_and_quotes_nothing() -> None:
    whole = count(shipped_dossier(FICTION))

    def make(dossier: Dossier) -> Mapping[str, bytes]:
        return {"html": b"a\nb" + b" secret" * (count(dossier) >= whole), "pdf": b""}

    expected = Interference("removed", "html", "byte 3, in line 2; -7 bytes in all")
    assert found_for(make) == {expected}


def test_a_difference_in_a_package_is_told_with_its_part() -> None:
    def package(dossier: Dossier) -> Mapping[str, bytes]:
        file = BytesIO()
        with ZipFile(file, "w") as written:
            written.writestr(ZipInfo("word/same.xml"), "same")
            written.writestr(ZipInfo("word/document.xml"), f"{count(dossier)}")
        return {"docx": file.getvalue()}

    details = {found.detail.split(":")[0] for found in found_for(package)}
    assert details == {"word/document.xml"}


def test_other_file_names_are_a_difference() -> None:
    found = found_for(lambda d: {f"{count(d)}.pdf": b""})
    assert {one.output for one in found} == {"file names"}
    assert "removed" in {one.kind for one in found}


def test_an_edition_that_fails_over_the_withheld_is_a_difference() -> None:
    whole = count(shipped_dossier(FICTION))

    def make(dossier: Dossier) -> Mapping[str, bytes]:
        if count(dossier) < whole:
            raise NotForAudienceError("secret")
        return {}

    found = found_for(make)
    assert found == {Interference("removed", "console", "making it ends in NotForAudienceError")}


def test_an_edition_that_cannot_be_made_at_all_is_not_called_safe() -> None:
    def make(_dossier: Dossier) -> Mapping[str, bytes]:
        raise NotForAudienceError("closed")

    with pytest.raises(NotForAudienceError):
        found_for(make)
