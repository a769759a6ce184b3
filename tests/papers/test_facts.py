"""Every fact of the text that briefgen began with is in the analyst's paper, in both formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shipped, WordFile

ANALYST = "belarus-lithuania.analyst.en"

#: What has to stand near each other, as patterns; a date's month may be cut short.
FACTS = {
    "Lithuania's recognition": r"20 Dec(ember)? 1991.{0,60}Lithuania recognised",
    "Belarus's recognition": r"27 Dec(ember)? 1991.{0,60}Belarus recognised",
    "diplomatic relations": r"30 Dec(ember)? 1992.{0,60}Diplomatic relations",
    "signed in Minsk": r"Diplomatic relations were established.{0,40}signed in Minsk",
    "embassies": r"1993.{0,30}embassy in Minsk.{0,40}embassy in Vilnius",
    "good-neighbourliness 1995": r"6 Feb(ruary)? 1995.{0,120}good-neighbourliness",
    "who signed in 1995": r"Lukashenka and Brazauskas signed",
    "visit of 1997": r"5 Sept(ember)? 1997.{0,60}Lukashenka",
    "meeting of 1998": r"12 Nov(ember)? 1998.{0,60}Adamkus",
    "visit of 2009": r"16 Sept(ember)? 2009.{0,80}Vilnius",
    "return visit of 2010": r"20 Oct(ober)? 2010.{0,80}Grybauskaitė",
    "regions since 2006": r"2006.{0,120}administrative and territorial units",
    "association of 1997": r"1997.{0,30}Nineteen organisations",
    "about thirty organisations": r"[Oo]rganisations of compatriots, about: 30 organisations",
    "good-neighbourliness and pragmatism": r"good-neighbourliness.{0,60}pragmatism",
    "a priority": r"priorities of its foreign policy",
    "priority areas": r"trade, energy, transit and freight, education, health, culture",
    "highest level": r"at the highest level",
    "governments": r"contacts between the two governments",
    "economic partner": r"one of its most important economic partners",
    "history": r"(?i)roots.{0,80}(one|single|common) state",
    "museums": r"historical museums of the two countries work closely together",
    "heritage": r"identify and protect the monuments of history and culture",
    "tourism programme": r"(?i)tourism.{0,200}Ministry of Sport and Tourism",
    "consular protection": r"rights and interests of its citizens in Lithuania",
    "the ambassador's watch": r"the ambassador and the embassy overseeing",
    "equal participant": r"as an equal in relations",
    "donor of stability": r"security and stability to the centre of Europe",
    "common Europe": r"strong and prosperous Europe",
}


def _plain(text: str) -> str:
    """Return a text on one line; figures in square brackets that cite sources are left out."""
    return " ".join(re.sub(r"\[[\d,\s]+\]", "", text).replace("\u00ad", "").split())


@pytest.fixture(scope="module")
def texts(
    shipped: Shipped,
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
) -> dict[str, str]:
    """Return the text of the analyst's paper by format."""
    return {
        "pdf": _plain(" ".join(pdf_pages(shipped.path(ANALYST, "pdf")))),
        "docx": _plain(word_file(shipped.path(ANALYST, "docx")).full_text),
    }


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_fact_of_the_first_text_is_in_the_analysts_paper(
    texts: dict[str, str], fact: str, suffix: str
) -> None:
    assert re.search(FACTS[fact], texts[suffix])


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_what_belarus_claims_is_printed_as_its_claim(texts: dict[str, str], suffix: str) -> None:
    for claim in ("its relations with Lithuania rest on", "it gives security and stability"):
        assert f"Belarus states that {claim}" in texts[suffix]
