"""A paper is made to fit: by whole records, lowest priority first, in few layouts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.build.edition import Edition
from briefgen.build.fit import fitted
from briefgen.build.job import Job, Rendered
from briefgen.build.prepare import Prepared
from briefgen.compose.house import House
from briefgen.diagnostics import ContentError, Place
from briefgen.house.audience import Audience
from briefgen.house.faces import FontSet
from briefgen.house.words import Catalogue
from briefgen.load.nodes import Mapping, Scalar
from briefgen.view.visible import reader
from two_states import MEETING, audience, event, opened

HOUSE = House((), Path(), (), {}, Catalogue("en", "en", {}), Path())
SETTINGS = Mapping({"max_pages": Scalar("1", Place("audience.yaml", 3, 12))})


def prepared(text: str, pages: int, fit: str = "priority", *sections: str) -> Prepared:
    dossier = opened(text)
    chosen: Audience = audience("RED", *(sections or ("timeline",)))
    chosen = chosen.model_copy(update={"max_pages": pages, "fit": fit})
    return Prepared(
        Edition("xa-xb", "desk", "en", ("pdf",), Path("out")), dossier,
        reader(dossier, "desk", chosen), chosen, SETTINGS, HOUSE, FontSet((), {}), Path("composed"),
    )  # fmt: skip


class Press:
    """Renders as a printer would who puts a fixed number of events on a page."""

    def __init__(self, per_page: int) -> None:
        self.per_page = per_page
        self.jobs: list[list[str]] = []

    def __call__(self, job: Job) -> Rendered:
        sections: list[Any] = job.view.paper["sections"]
        texts = [event["text"] for section in sections for event in section["events"]]
        self.jobs.append(texts)
        pages = max(1, math.ceil(len(texts) / self.per_page))
        return Rendered({"pdf": repr(texts).encode()}, pages, "", ())


def events(*priorities: int) -> str:
    return "events:\n" + "".join(
        event(f"e{n}", f"{1900 + n}", f", priority: {priority}")
        for n, priority in enumerate(priorities)
    )


def test_a_paper_that_fits_loses_nothing_and_is_laid_out_once() -> None:
    press = Press(5)
    rendered, dropped = fitted(prepared(events(1, 2, 3), 1), ("pdf",), "", press)
    assert (rendered.pages, dropped, len(press.jobs)) == (1, (), 1)


def test_the_lowest_priority_goes_first_and_of_equal_ones_what_stands_last() -> None:
    press = Press(2)
    rendered, dropped = fitted(prepared(events(50, 10, 90, 50, 50), 1), ("pdf",), "", press)
    assert [d.priority for d in dropped] == [10, 50, 50]
    assert [d.location for d in dropped] == [("events", 1), ("events", 4), ("events", 3)]
    assert rendered.files["pdf"] == b"['e0', 'e2']"


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=120), st.integers(1, 9), st.integers(1, 4)
)
def test_no_more_is_dropped_than_must_be_and_layouts_grow_with_the_logarithm(
    priorities: list[int], per_page: int, pages: int
) -> None:
    press = Press(per_page)
    ready = prepared(events(*priorities), pages)
    rendered, dropped = fitted(ready, ("pdf",), "", press)
    count = len(priorities)
    assert rendered.pages <= pages
    assert len(dropped) == max(0, count - per_page * pages)
    kept = set(range(count)) - {int(d.location[1]) for d in dropped}
    if dropped:
        assert max(d.priority for d in dropped) <= min(priorities[n] for n in kept)
    assert len(press.jobs) <= 2 * math.log2(count) + 3


def test_a_paper_too_long_for_an_audience_that_fails_is_refused_after_one_layout() -> None:
    press = Press(1)
    with pytest.raises(ContentError) as caught:
        fitted(prepared(events(1, 2, 3), 1, "fail"), ("pdf",), "", press)
    [fault] = caught.value.diagnostics
    assert (fault.rule, str(fault.place)) == ("too-long", "audience.yaml:3:12")
    assert "has 3 pages, 1 are allowed" in fault.message
    assert "fit: priority" in fault.hint
    assert len(press.jobs) == 1


def test_a_paper_that_cannot_be_made_to_fit_is_refused() -> None:
    def endless(_job: Job) -> Rendered:
        return Rendered({}, 7, "", ())

    with pytest.raises(ContentError) as caught:
        fitted(prepared(events(1, 2), 1), ("pdf",), "", endless)
    [fault] = caught.value.diagnostics
    assert "has 7 pages without all that it could do without" in fault.message


def test_a_record_inside_another_one_goes_with_its_priority_and_programmes_stay_whole() -> None:
    text = MEETING.replace("title: Fee", "title: Fee\n        priority: 20")

    def one_page_without_topics(job: Job) -> Rendered:
        topics = job.view.paper["sections"][0]["meetings"][0]["topics"]
        return Rendered({}, 1 if not topics else 2, "", ())

    ready = prepared(text, 1, "priority", "topics")
    _, dropped = fitted(ready, ("pdf",), "", one_page_without_topics)
    # The points have no priority of their own, hence their topic's; what is shown last goes first.
    assert [(d.location, d.priority) for d in dropped][-1] == (("meetings", 0, "topics", 0), 20)
    assert {d.priority for d in dropped} == {20}


def test_what_is_dropped_raises_no_banner_and_cites_no_source() -> None:
    text = "events:\n" + event("low", "1990", ", priority: 1, marking: AMBER")
    text += event("high", "1991", ", priority: 9, marking: CLEAR")
    ready = prepared(text, 1)
    seen: list[Job] = []

    def press(job: Job) -> Rendered:
        seen.append(job)
        return Press(1)(job)

    fitted(ready, ("pdf",), "", press)
    assert [job.view.marking for job in seen] == ["TLP:AMBER", "TLP:CLEAR"]
