from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from briefgen.diagnostics import ContentError, UsageError
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace, shipped


def own(root: Path, language: str, text: str) -> Workspace:
    folder = root / "templates" / "base" / "catalogue"
    folder.mkdir(parents=True)
    (folder / f"{language}.yaml").write_text(text, "utf-8")
    return Workspace(root)


def test_a_workspace_adds_languages_to_the_shipped_ones(tmp_path: Path) -> None:
    shipped_ones = Workspace(tmp_path).languages()
    workspace = own(tmp_path, "xx", "locale: de_AT\nwords: {section.facts: 1.10, no: NO}\n")
    assert "en" in shipped_ones
    assert workspace.languages() == sorted([*shipped_ones, "xx"])
    catalogue = load_catalogue(workspace, "xx")
    assert (catalogue.language, catalogue.locale) == ("xx", "de_AT")
    assert catalogue.words == {"section.facts": "1.10", "no": "NO"}


def test_its_own_catalogue_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    workspace = own(tmp_path, "en", "locale: en_US\nwords: {a: b}\n")
    assert load_catalogue(workspace, "en").words == {"a": "b"}


def test_an_unknown_language_is_a_usage_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"language `eng`\n  hint: did you mean `en`"):
        load_catalogue(Workspace(tmp_path), "eng")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty-field"),
        ("words: {a: b}\n", "missing-field"),
        ("locale: en\nwords: {a: [b]}\n", "bad-shape"),
        ("locale: en\nwords: {a: }\n", "empty-field"),
        ("locale: en\nwords: x\n", "bad-shape"),
        ("locale: en\nwords: {a: b, a: c}\n", "duplicate-key"),
    ],
)
def test_a_faulty_catalogue_is_refused_in_its_file(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_catalogue(own(tmp_path, "xx", text), "xx")
    (fault,) = caught.value.diagnostics
    assert (fault.rule, fault.place.file) == (rule, "templates/base/catalogue/xx.yaml")
    assert fault.place.line >= 1


def test_every_shipped_catalogue_has_the_words_of_the_english_one() -> None:
    workspace = Workspace(shipped("templates").parent)
    english = load_catalogue(workspace, "en")
    for language in workspace.languages():
        catalogue = load_catalogue(workspace, language)
        assert set(catalogue.words) == set(english.words), language
        assert Locale.parse(catalogue.locale).language == language.split("-")[0]
