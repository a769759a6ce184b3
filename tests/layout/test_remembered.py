"""What the layout engine works out once for a document is what it would work out each time."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pydyf
import pytest
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.layout import inline, preferred
from weasyprint.text import ffi, line_break

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout import weasy
from briefgen.layout.remembered import PROPERTIES, Remembered
from briefgen.layout.streams import streams_ended

FACES = load_fonts(Workspace(Path(__file__).parents[2])).faces

#: Justified and spaced texts, columns that are measured, notes, words that are broken, two pages.
HTML = """<html lang="en"><head><title>T</title><style>
@page { size: 90mm 110mm; margin: 15mm } body { font-family: Carlito; hyphens: auto }
p { text-align: justify; word-spacing: 1pt } b { font-variant-numeric: tabular-nums }
i { letter-spacing: 1pt; text-decoration: underline } .n { float: footnote }
nav a::after { content: leader(".") target-counter(attr(href), page) }
</style></head><body><nav><a href="#t">Trade and everything that belongs to it</a></nav>
%s<h2 id="t">Trade</h2>
<table><tr><th>Year</th><th>Incomprehensibilities of trade</th></tr>%s</table>
<p dir="rtl" style="font-family: Noto Naskh Arabic">\u0644\u0644\u0623\u0645\u0646</p>
</body></html>"""
PARAGRAPH = """<p>Transport <b>1,234</b> of incomprehensible quantities, <i>as it were</i>, in
thirty-six wagons<span class="n">The railway statistics of transportation, page 12.</span>
each.</p>"""
ROW = "<tr><td>20%02d</td><td>Representatives of both administrations met <b>11</b> times</td></tr>"


def document() -> str:
    return HTML % (PARAGRAPH * 3, "".join(ROW % year for year in range(6)))


def painted() -> bytes:
    return weasy.paint(weasy.lay_out(document(), FACES), bytes(16))


def test_a_paper_is_the_same_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    with_memory = painted()
    monkeypatch.setattr(Remembered, "in_use", lambda *_: nullcontext())
    monkeypatch.setattr(weasy, "streams_ended", nullcontext)
    assert painted() == with_memory


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the engine's functions that were called, in order."""
    called: list[str] = []
    for place, name in ((line_break.Layout, "setup"), (line_break, "split_first_line"),
                        (line_break, "strut")):  # fmt: skip
        plain = getattr(place, name)

        def noted(*given: Any, plain: Any = plain, name: str = name, **named: Any) -> Any:
            called.append(name)
            return plain(*given, **named)

        monkeypatch.setattr(place, name, noted)
    monkeypatch.setattr(inline, "split_first_line", line_break.split_first_line)
    monkeypatch.setattr(preferred, "split_first_line", line_break.split_first_line)
    monkeypatch.setattr(inline, "strut", line_break.strut)
    return called


def test_the_engine_is_asked_once_for_what_it_needs_often(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted()
    once = {name: asked.count(name) for name in ("setup", "split_first_line", "strut")}
    asked.clear()
    monkeypatch.setattr(Remembered, "in_use", lambda *_: nullcontext())
    painted()
    often = {name: asked.count(name) for name in once}
    assert all(1.3 * once[name] < often[name] for name in once), (once, often)
    assert 10 * once["setup"] < often["setup"]


def test_the_engine_has_its_own_functions_again() -> None:
    before = (line_break.Layout.setup, inline.split_first_line, preferred.split_first_line,
              inline.strut, pydyf.Stream.data, pydyf.PDF.write)  # fmt: skip
    painted()
    assert before == (line_break.Layout.setup, inline.split_first_line,
                      preferred.split_first_line, inline.strut, pydyf.Stream.data,
                      pydyf.PDF.write)  # fmt: skip


class _Style(dict[str, Any]):
    """A style that notes what is read of it."""

    def __init__(self) -> None:
        super().__init__(INITIAL_VALUES)
        self.read: set[str] = set()
        self.font_config = weasy._font_configuration()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)


def test_a_text_is_set_up_from_no_more_than_the_properties_it_is_known_by() -> None:
    style = _Style()
    style.update(font_size=10.0, font_weight=400, lang="en", text_decoration_line={"underline"})
    layout = line_break.Layout(style)
    assert style.read <= {*PROPERTIES, "text_decoration_line"}
    assert layout.style is style


def test_a_copy_of_a_text_that_was_set_up_is_apart_from_it() -> None:
    style = _Style()
    style.update(font_size=10.0, font_weight=400, lang="en", letter_spacing=2)
    remembered = Remembered()
    with remembered.in_use(line_break, inline, preferred, ffi):
        first = line_break.create_layout("one", style, None, None, 0)
        second = line_break.create_layout("another", style, None, None, 3)
    sizes = [line_break.line_size(one.get_first_line()[0], style)[0] for one in (first, second)]
    alone = [
        line_break.line_size(line_break.create_layout(text, style, None, None, 0)
                             .get_first_line()[0], style)[0]
        for text in ("one", "another")
    ]  # fmt: skip
    assert sizes == alone
    assert (first.text, second.text) == ("one", "another")
    assert (first.justification_spacing, second.justification_spacing) == (0, 3)


def test_a_stream_is_packed_once_while_a_file_is_written(tmp_path: Path) -> None:
    packed: list[int] = []

    class Counted(pydyf.Dictionary):  # type: ignore[misc]
        def copy(self) -> dict[str, Any]:
            packed.append(1)
            return dict(self)

    pdf = pydyf.PDF()
    stream = pydyf.Stream([b"x"], Counted({"A": 1}), compress=True)
    pdf.add_object(stream)
    with streams_ended(), (tmp_path / "a.pdf").open("wb") as file:
        stream.stream.append(b"y")
        before = stream.data
        stream.stream.append(b"z")
        assert stream.data != before, "what is not being written may change"
        packed.clear()
        pdf.write(file, identifier=b"i", compress=True)
    assert len(packed) == 1
