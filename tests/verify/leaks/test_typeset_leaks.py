"""What is withheld is found in a paper in whatever way its printer sets it."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose.typesetting import typeset
from briefgen.diagnostics import Place
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.needles import Needles, Secret, needles

LANGUAGES = ("be", "de", "en", "fr", "lt", "pl", "ru")


def searched(secret: str) -> Needles:
    return needles([Secret(secret, Place("data/dossier.yaml", 1))], ["of in the and"])


def printed(text: str, language: str) -> str:
    """Return a text as a typeset paper holds it."""
    html = f'<html lang="{language}"><body><p>{text}</p></body></html>'
    return unescape(typeset(html, language).split("<p>")[1].split("</p>")[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "secret",
    [
        "O'Neil",
        "The 'Lantern' paper - filed by J. K. Quillfeder...",
        'the "Hofbau" option',
        "fees of 3,108,249 % at § 17",
        "the Lantern ledgers of 1991-94",
        "d'Arcy",
    ],
)
def test_a_secret_is_found_as_it_is_printed(secret: str, language: str) -> None:
    index = searched(secret).strong
    said = f'"Yes," they said: "{secret}" - and no more.'
    assert index.found(said, Channel.TEXT)
    assert index.found(printed(said, language), Channel.TEXT)


WORDS = st.lists(
    st.sampled_from(["Quill", "O'Neil", "'Lantern'", '"Hofbau"', "-", "1991-94", "...", "No. 7",
                     "12 km", "J. Feder", "Tarlen-Heim"]), min_size=1, max_size=6,
).map(" ".join)  # fmt: skip


@given(WORDS, st.sampled_from(LANGUAGES))
def test_typesetting_hides_nothing(secret: str, language: str) -> None:
    index = searched(secret).strong
    said = f"before {secret} after"
    assert index.found(printed(said, language), Channel.TEXT) >= index.found(said, Channel.TEXT)
