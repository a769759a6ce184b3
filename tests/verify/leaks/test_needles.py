"""What a secret is searched by: enough to find a part of it, nothing that is found by chance."""

from __future__ import annotations

import time

import pytest

from briefgen.diagnostics import Place
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.needles import Secret, needles

PLACE = Place("data/dossier.yaml", 3, 5)


def _found(secret: str, text: str, *permitted: str, channel: Channel = Channel.TEXT) -> bool:
    index = needles([Secret(secret, PLACE)], permitted).strong
    return bool(index.found(text, channel))


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("Hofbau-Lantern", "hofbau lantern"),
        ("Hofbau-Lantern", "HOF\u00adBAU\u200bLAN TERN"),
        ("Hofbau-Lantern", "".join(chr(ord(c) + 0xFEE0) for c in "Hofbau-Lantern")),
        ("You may accept a fee of up to one per cent", "to accept a fee of up to one"),
        ("The finance ministry would give up the fee", "finance ministry would give in"),
        ("They met Quinnox in the tunnel.", "as QUINNOX said"),
        ("Emil Quinnox", "Quin\u00adnox"),
        ("Minister of Harbours", "all H a r b o u r s of"),
        ("Minister of Harbours", "the Har bours"),
        ("Minister of Harbours", "theHarboursof"),
        ("4812300", "4,812,300"),
        ("4812300", "4 812 300"),
        ("4812300", "4\u202f812\u202f300"),
        ("4812300", "4'812'300 people"),
        ("4812300", "4.812.300"),
        ("4812300", "in 2025 4812300"),
        ("4812300", "4.81 million"),
        ("4812300", "4.812 Mio."),
        ("4812300", "481万"),
        ("an arrears of US$1,103,417 exactly", "1.103417 million"),
        ("7319.5", "7,319.5"),
        ("外務大臣は秘密の合意に署名した", "…外務大臣は秘密の合意に…"),
        ("министр подпишет тайное соглашение завтра", "подпишет тайное соглашение завтра утром"),
    ],
)
def test_a_secret_is_found_however_it_is_written(secret: str, text: str) -> None:
    assert _found(secret, text)


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("4812300", "14812300"),
        ("4812300", "4812 and 300"),
        ("4812300", "4.82 million"),
        ("2016", "2016"),
        ("2026-10-08", "20261008"),
        ("6.2", "6.2"),
        ("Emil Quinnox", "equinoctial"),
        ("Minister of Harbours", "a harbour strategy"),
        ("Minister of Harbours", "Harbour\nSources"),
        ("tonnes", "tonnes"),
        ("closed", "the line is closed"),
        ("It rained in Zenda.", "it rained for days"),
    ],
)
def test_what_is_something_else_or_too_common_is_not_found(secret: str, text: str) -> None:
    assert not _found(secret, text)


@pytest.mark.parametrize(
    ("secret", "permitted"),
    [
        ("Emil Quinnox", "Minister Emil Quinnox"),
        ("4812300", "4,812,300 people"),
        ("a fee of up to one per cent", "The fee of up to one per cent stays."),
        ("railway-board", "railway board"),
    ],
)
def test_what_also_stands_in_a_permitted_text_is_no_secret(secret: str, permitted: str) -> None:
    assert not _found(secret, permitted, permitted)
    made = needles([Secret(secret, PLACE)], [permitted])
    assert secret not in {weak.text for weak in made.weak} or " " in secret


def test_only_what_is_permitted_of_a_secret_is_left_out_of_the_search() -> None:
    secret, permitted = "The fee falls if Strelsau withdraws its complaint", "The fee falls if"
    assert not _found(secret, "the fee falls if", permitted)
    assert _found(secret, "Strelsau withdraws its complaint", permitted)


def test_single_words_are_not_searched_in_bytes_that_are_no_text() -> None:
    assert not _found("Emil Rassendyll", "Rassendyll", channel=Channel.FORMAT)
    assert not _found("Hofbau-Lantern", "Hofbau-Lantern", channel=Channel.RAW)
    assert _found("the cabinet was divided over the fee", "cabinet was divided over",
                  channel=Channel.RAW)  # fmt: skip


def test_what_is_too_short_to_search_for_is_listed() -> None:
    secrets = [Secret(text, PLACE) for text in ("Vos", "6.2", "closed", "Hofbau-Lantern", "RED")]
    made = needles(secrets, ["a RED banner"])
    assert [weak.text for weak in made.weak] == ["Vos", "6.2", "closed"]


def test_figures_are_rounded_only_while_that_is_rare() -> None:
    few = needles([Secret(str(4_812_300 + 10_000 * n), PLACE) for n in range(5)], [])
    many = needles([Secret(str(1_000_001 + 7_001 * n), PLACE) for n in range(900)], [])
    assert few.strong.found("4.81 million", Channel.TEXT)
    assert not many.strong.found("4.81 million", Channel.TEXT)
    assert many.strong.found(f"{1_000_001 + 7_001 * 899:,}", Channel.TEXT)


def test_ten_thousand_records_are_no_burden() -> None:
    secrets = [
        Secret(text, Place("data/dossier.yaml", number))
        for number in range(10_000)
        for text in (
            f"The delegation of district {number} asked office {number * 7} for a quiet settlement "
            f"of the claim that was filed as Canary{number}-Lamp{number * 3}.",
            str(1_000_003 + number * 811),
        )
    ]
    permitted = [
        f"The office of district {n} is open to the public every day." for n in range(10_000)
    ]
    begun = time.perf_counter()
    made = needles(secrets, permitted)
    built = time.perf_counter() - begun
    page = "Nothing of this is withheld from anybody, and all of it is quite public. " * 2_000
    begun = time.perf_counter()
    assert made.strong.found(page, Channel.TEXT) == set()
    searched = time.perf_counter() - begun
    print(
        f"{len(made.strong)} needles in {built:.1f} s; {len(page)} characters in {searched:.2f} s"
    )
    assert len(made.weak) < 200
    assert made.strong.found(page + "Canary77-Lamp231", Channel.TEXT)
    assert built < 30
    assert searched < 2
