"""Work that may be begun ahead is done once, whoever asks and whenever."""

from __future__ import annotations

import threading

import pytest

from briefgen.build.ahead import Ahead, begin


def test_work_is_done_once_whether_it_was_begun_or_not() -> None:
    done: list[str] = []
    begun, asked = Ahead(lambda: done.append("begun")), Ahead(lambda: done.append("asked"))
    begin(begun)
    for _ in range(3):
        begun()
        asked()
    begin(begun, asked)
    assert sorted(done) == ["asked", "begun"]


def test_work_that_was_begun_goes_on_beside_whoever_began_it() -> None:
    go_on = threading.Event()
    work = Ahead(lambda: go_on.wait(10))
    work.begin()
    go_on.set()
    assert work()


def test_what_the_work_raises_is_raised_for_everybody_who_asks() -> None:
    work = Ahead(lambda: 1 // 0)
    work.begin()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            work()
