# ruff: noqa: RUF001
"""Addresses are printed readable where whoever types them gets the same ones."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose.addresses import readable


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/%C5%BDemaitija", "https://a.example/Žemaitija"),
        ("https://a.example/%d0%a1%d0%be%d1%8e%d0%b7", "https://a.example/Союз"),
        ("https://a.example/%CE%B1%2F%CE%B2?x=%CE%B3#%CE%B4", "https://a.example/α%2Fβ?x=γ#δ"),
        ("https://a.example/%C3%A9t%C3%A9%20%C3%A0", "https://a.example/été%20à"),
        # Reserved, not seen, or no letter
        ("https://a.example/%2F%3F%23%25%20%00", "https://a.example/%2F%3F%23%25%20%00"),
        ("https://a.example/a%E2%80%93b", "https://a.example/a%E2%80%93b"),
        ("https://a.example/a%C2%A0b%E2%80%8B", "https://a.example/a%C2%A0b%E2%80%8B"),
        ("https://a.example/%C2%A9%C3%97", "https://a.example/%C2%A9%C3%97"),
        # Another script beside it; another part is no matter
        ("https://a.example/%D0%B0bc", "https://a.example/%D0%B0bc"),
        ("https://a.example/abc/%D0%B0/%D0%B1", "https://a.example/abc/а/б"),
        # Right to left, letters put together, bytes of no letter
        ("https://a.example/%D9%85%D8%B5%D8%B1", "https://a.example/%D9%85%D8%B5%D8%B1"),
        ("https://a.example/%C5%A1e%CC%81", "https://a.example/še%CC%81"),
        ("https://a.example/%C5%A1%FF", "https://a.example/%C5%A1%FF"),
        ("https://a.example/100%", "https://a.example/100%"),
    ],
)
def test_letters_are_decoded_and_nothing_else(address: str, shown: str) -> None:
    assert readable(address) == shown


@given(st.text(min_size=1, max_size=20))
def test_what_is_printed_leads_to_the_same_address(text: str) -> None:
    address = "https://a.example/" + quote(text, errors="surrogatepass")
    shown = readable(address)
    assert quote(shown, safe="%:/?#[]@!$&'()*+,;=~") == address
    assert unquote(shown) == unquote(address)
    assert readable(shown) == shown
