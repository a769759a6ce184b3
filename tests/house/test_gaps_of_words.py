"""Words of a catalogue have gaps that are filled by name, and are no format strings."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from briefgen.compose.wording import Wording
from briefgen.diagnostics import ContentError
from briefgen.house.catalogue import load_catalogue
from briefgen.house.words import Catalogue
from briefgen.house.workspace import Workspace


def words(**texts: str) -> Wording:
    return Wording(Catalogue("en", "en_GB", texts))


def test_gaps_are_filled_and_values_escaped_in_markup() -> None:
    wording = words(since="since {date} & after")
    assert wording.word("since", date="<1990>") == "since <1990> & after"
    assert wording.markup("since", date="<1990>") == "since &lt;1990&gt; &amp; after"
    assert (
        wording.markup("since", date=Markup("<em>1990</em>")) == "since <em>1990</em> &amp; after"
    )


@pytest.mark.parametrize("text", [
    "{date.__class__}", "{date[0]}", "{date!r}", "{date:>9}", "{0}", "{}", "{Date}",
])  # fmt: skip
def test_nothing_of_a_value_can_be_reached(text: str) -> None:
    assert words(odd=text).word("odd", date="1990") == text


def test_a_value_is_a_text_or_a_whole_number() -> None:
    assert words(number="{n}").word("number", n=3) == "3"
    with pytest.raises(TypeError, match="`n` of the word `number` is no text"):
        words(number="{n}").word("number", n=object())  # type: ignore[arg-type]


def test_a_gap_that_nothing_fills_is_told() -> None:
    with pytest.raises(KeyError, match="a gap `date`, which nothing fills"):
        words(since="since {date}").word("since")


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('as-of: "As of {dat}"', "`as-of` has no gap `dat`", "did you mean `date`?"),
        ('as-of: "As of {date.year}"', "holds a brace that is no gap", "such as {date}"),
        ('as-of: "As of {}"', "holds a brace that is no gap", "such as {date}"),
        ('own: "Look at {v._origins}"', "holds a brace that is no gap", "such as {date}"),
        ('time: "{time}"', "`time` has no gap `time`", "this word has none"),
    ],
)
def test_a_catalogue_with_anything_else_in_braces_is_refused(
    tmp_path: Path, line: str, message: str, hint: str
) -> None:
    path = tmp_path / "templates/base/catalogue/en.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"locale: en_GB\nwords:\n  {line}\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        load_catalogue(Workspace(tmp_path), "en")
    [fault] = caught.value.diagnostics
    assert (fault.rule, fault.place.line) == ("bad-gap", 3)
    assert message in fault.message
    assert hint in fault.hint
