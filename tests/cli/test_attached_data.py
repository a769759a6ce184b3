"""`attach_data`: a PDF carries what its paper was made from, and nothing that it does not show."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from briefgen.compose.attachment import data_of
from briefgen.verify.conformance.outside import outside_faults, validators
from briefgen.verify.examine import examine
from briefgen.view.quantity import Basis, Origin, Quantity
from briefgen.view.view import View

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
NAME = f"{SMALL}.open.en"
PDF, DOCX = f"output/{SMALL}/{NAME}.pdf", f"output/{SMALL}/{NAME}.docx"
WITHHELD = "You may settle for the small harbour."


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """Return a workspace with an audience like the press that gets the data, built."""
    desk.write(
        "templates/open/audience.yaml", "like: press\nneed_to_know: [press]\nattach_data: true\n"
    )
    done = desk("build", SMALL, "-a", "open", "-a", "press")
    assert done.returncode == 0, done.stderr
    return desk


def _data(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        [(name, specification)] = file.attachments.items()
        assert name == f"{NAME}.json"
        data: dict[str, Any] = json.loads(specification.get_file().read_bytes())
        return data


def test_the_pdf_carries_what_its_paper_shows_as_its_source(opened: Desk) -> None:
    pdf = (opened.root / PDF).read_bytes()
    data = _data(pdf)
    assert (data["audience"], data["language"], data["marking"]) == ("open", "en", "TLP:CLEAR")
    assert data["title"]
    assert {one["name"] for one in data["sections"]} >= {"facts", "timeline"}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        [associated] = file.Root.AF
        assert str(associated.AFRelationship) == "/Source"
        assert str(associated.Desc) == "The data of this paper"


def test_nothing_that_its_audience_may_not_see_and_no_place_is_in_it(opened: Desk) -> None:
    text = json.dumps(_data((opened.root / PDF).read_bytes()))
    assert WITHHELD in (opened.root / f"data/{SMALL}/dossier.yaml").read_text("utf-8")
    assert WITHHELD not in text
    assert ".yaml" not in text
    assert "ours" not in text


def test_a_pdf_with_data_is_all_that_one_without_is(opened: Desk) -> None:
    files = {kind: (opened.root / path).read_bytes() for kind, path in
             (("pdf", PDF), ("docx", DOCX))}  # fmt: skip
    assert examine(files).faults == ()
    assert list(outside_faults(validators(opened.root, programs=False), files)) == []


def test_only_who_asks_for_it_gets_it_and_word_never(opened: Desk) -> None:
    with pikepdf.open(opened.root / PDF.replace("open", "press")) as file:
        assert len(file.attachments) == 0
    assert b".json" not in (opened.root / DOCX).read_bytes()


def test_it_is_searched_for_what_is_withheld(opened: Desk) -> None:
    path = opened.root / PDF
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        stream = file.Root.AF[0].EF.F
        stream.write(
            stream.read_bytes().replace(b'"title": "', f'"title": "{WITHHELD}'.encode(), 1)
        )
        file.save(path)
    found = opened("verify", PDF)
    assert found.returncode == 1
    assert "error[leak]" in found.stderr


def test_a_paper_with_data_does_not_depend_on_what_is_withheld(opened: Desk) -> None:
    done = opened("verify", SMALL, "-a", "open")
    assert done.returncode == 0, done.stderr
    assert "independent of everything withheld" in done.stdout


def test_it_is_the_same_on_every_build(opened: Desk) -> None:
    before = (opened.root / PDF).read_bytes()
    assert opened("build", SMALL, "-a", "open", "-o", "again").returncode == 0
    assert (opened.root / PDF.replace("output", "again")).read_bytes() == before


def test_numbers_are_exact_and_say_what_they_measure() -> None:
    origin = Origin("data/trade.csv:4:2", "4.123E+8", "2024", ("agency",))
    amount = Quantity(Decimal("4.123E+8"), Basis("US$", "USD", "current"), (origin,))
    sections = [{"name": "trade", "id": "secret-plan", "value": amount, "note": None,
                 "sources": ["agency"]}]  # fmt: skip
    paper = {"title": "A and B", "marking": "TLP:CLEAR", "sections": sections, "clearance": None,
             "sources": [{"id": "agency", "title": "Yearbook"}]}  # fmt: skip
    assert json.loads(data_of(View("a-b", "press", "en", "TLP:CLEAR", paper))) == {
        "dossier": "a-b", "audience": "press", "language": "en", "title": "A and B",
        "marking": "TLP:CLEAR",
        "sections": [{
            "name": "trade", "sources": ["agency"],
            "value": {"value": "412300000", "unit": "US$", "currency": "USD",
                      "price_basis": "current"},
        }],
        "sources": [{"id": "agency", "title": "Yearbook"}],
    }  # fmt: skip
