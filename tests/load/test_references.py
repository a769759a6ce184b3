"""Sources kept by a reference manager."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.load.folder import load_folder
from briefgen.load.nodes import plain
from briefgen.load.references import read_bibtex, read_csl

BIBTEX = """% A comment.
@article{Gricius2005,
  author  = {Algirdas Gricius and J\\'onas {\\v{S}a}},
  title   = {{Lithuania} and its policy},
  journal = {Lithuanian Quarterly},
  year = 2005, month = mar,
  url = {https://example.org/a_b},
}
@online{box-3, title = {Box 3}, organization = {A Bank}, urldate = {2026-11-22},
  reliability = {official}, marking = {GREEN}}
"""


def test_a_bibtex_entry_becomes_a_source() -> None:
    first, second = plain(read_bibtex(BIBTEX, "refs.bib"))
    assert first == {
        "id": "gricius2005",
        "title": "Lithuania and its policy",
        "publisher": "Lithuanian Quarterly",
        "author": "Algirdas Gricius; J\u00f3nas \u0160a",
        "date": "2005-03",
        "url": "https://example.org/a_b",
        "kind": "article",
        "reliability": "academic",
    }
    assert second == {
        "id": "box-3",
        "title": "Box 3",
        "publisher": "A Bank",
        "retrieved": "2026-11-22",
        "kind": "webpage",
        "reliability": "official",
        "marking": "GREEN",
    }


def test_a_bibtex_entry_stands_where_its_key_stands() -> None:
    places = [str(item.place) for item in read_bibtex(BIBTEX, "refs.bib").items]
    assert places == ["refs.bib:2:10", "refs.bib:9:9"]


def test_bibtex_that_cannot_be_read_is_refused_at_its_line() -> None:
    with pytest.raises(ContentError) as caught:
        read_bibtex("@article{x,\n  title = {a}\n  author = {b}}", "refs.bib")
    assert [d.rule for d in caught.value.diagnostics] == ["bad-bibtex"]
    assert caught.value.diagnostics[0].place.line == 3


def test_an_entry_given_twice_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        read_bibtex("@book{x, title={a}}\n@book{x, title={b}}", "refs.bib")
    assert [d.rule for d in caught.value.diagnostics] == ["duplicate-key"]


ITEM = {
    "id": "LRT_2021",
    "type": "article-newspaper",
    "title": "Minsk orders embassy to cut staff",
    "container-title": "LRT",
    "author": [{"given": "A.", "family": "B"}, {"literal": "BNS"}],
    "issued": {"date-parts": [[2021, 7, 6]]},
    "accessed": {"date-parts": [["2026", "11", "22"]]},
    "URL": "https://example.org/",
    "custom": {"marking": "GREEN"},
}


def test_a_csl_item_becomes_a_source() -> None:
    (source,) = plain(read_csl(json.dumps([ITEM]), "refs.csl.json"))
    assert source == {
        "id": "lrt-2021",
        "title": "Minsk orders embassy to cut staff",
        "publisher": "LRT",
        "author": "A. B; BNS",
        "date": "2021-07-06",
        "retrieved": "2026-11-22",
        "url": "https://example.org/",
        "kind": "press",
        "reliability": "press",
        "marking": "GREEN",
    }


def test_a_csl_file_that_is_no_list_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        read_csl("{}", "refs.csl.json")
    assert [d.rule for d in caught.value.diagnostics] == ["bad-shape"]


def test_references_join_the_sources_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIBTEX, "utf-8")
    (tmp_path / "refs.csl.json").write_text(json.dumps([ITEM]), "utf-8")
    (tmp_path / "sources.yaml").write_text("sources:\n  - {id: own, title: T}\n", "utf-8")
    tree = plain(load_folder(tmp_path, tmp_path))
    assert [s["id"] for s in tree["sources"]] == ["gricius2005", "box-3", "lrt-2021", "own"]
