"""What we rely on in WeasyPrint beyond what it promises: each test names what would break."""

from __future__ import annotations

import inspect
from typing import Any

import pydyf
import pyphen  # type: ignore[import-untyped]
import pytest
import weasyprint
import weasyprint.pdf
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.percent import resolve_percentages
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import can_break_text, split_first_line

from briefgen.layout import usedlengths

HTML = """<html lang="en"><head><title>T</title><style>
@page { @top-left { content: "head" } } .n { float: footnote }
a::after { content: leader(".") "9" }
</style></head><body><ul><li>item</li></ul><p>a<span class="n">b</span></p>
<p><a href="#t">c <em>d</em></a></p><table id="t"><thead><tr><th>x</th></tr></thead></table></body>
</html>"""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Any]]:
    """Return the boxes of a small page by what they are for."""
    [page] = weasyprint.HTML(string=HTML).render(pdf_variant="pdf/a-3a").pages
    by_tag: dict[str, list[Any]] = {}
    stack = [page._page_box]
    while stack:
        box = stack.pop()
        by_tag.setdefault(box.element_tag, []).append(box)
        stack.extend(getattr(box, "children", ()))
    return by_tag


def test_the_engine_is_of_the_version_whose_internals_are_known() -> None:
    assert weasyprint.__version__.split(".")[0] == "70"


def test_pages_are_tagged_by_a_function_of_the_module_that_can_be_replaced() -> None:
    parameters = list(inspect.signature(weasyprint.pdf.add_tags).parameters)
    assert parameters == ["pdf", "document", "pdf_version", "page_streams"]
    assert "add_tags" in weasyprint.pdf.generate_pdf.__code__.co_names


def test_marked_content_is_three_items_of_a_stream_and_kept_by_its_box() -> None:
    stream = Stream({}, (0, 0, 9, 9), pydyf.Dictionary({}), {}, {}, {}, None)
    box = object()
    with stream.marked(box, "Span"):
        pass
    assert stream.stream[0] == "/Span"
    assert isinstance(stream.stream[1], pydyf.Dictionary)
    assert stream.stream[1]["MCID"] == 0
    assert stream.stream[2:] == [b"BDC", b"EMC"]
    assert stream._tags[box]["mcid"] == 0


def test_a_stream_ends_in_a_line_feed_and_its_keyword() -> None:
    assert isinstance(pydyf.Stream.data, property)
    assert pydyf.Stream([b"x"]).data.endswith(b"x\nendstream")
    assert issubclass(Stream, pydyf.Stream)
    assert "data" not in vars(Stream)


def test_metadata_are_one_packet_of_one_description() -> None:
    pdf = pydyf.PDF()
    DocumentMetadata(title="T").include_in_pdf(pdf, "a", 3, "A", compress=True)
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    [packet] = stream.stream
    assert packet.count(b"</rdf:RDF>") == 1
    assert stream.compress


def test_the_variant_is_tagged_and_has_an_output_intent() -> None:
    _, properties = weasyprint.pdf.VARIANTS["pdf/a-3a"]
    assert properties["pdf_tags"]
    assert properties["output_intent"] == "srgb"


@pytest.mark.parametrize(
    "tag", ["li::marker", "span::footnote-call", "span::footnote-marker", "a::after", "thead"]
)
def test_generated_boxes_are_named_after_their_element(
    found: dict[str, list[Any]], tag: str
) -> None:
    assert tag in found
    assert all(box.element.tag == tag.partition("::")[0] for box in found[tag])


def test_leaders_are_marked_as_such(found: dict[str, list[Any]]) -> None:
    assert any(box.is_leader for box in found["a::after"])


def test_boxes_of_the_margin_know_their_place_and_belong_to_no_element(
    found: dict[str, list[Any]],
) -> None:
    [head] = [box for group in found.values() for box in group if isinstance(box, boxes.MarginBox)]
    assert head.at_keyword == "@top-left"


def test_an_area_is_noted_for_every_box_of_a_link(found: dict[str, list[Any]]) -> None:
    # That is why those of boxes inside the link's own are dropped.
    [page] = weasyprint.HTML(string=HTML).render().pages
    tags = [box.element_tag for _, _, _, box in page.links]
    assert tags.count("a") == 1
    assert len(tags) > 1
    assert all(box.link_annotation is None for box in found["a"])


def test_a_stand_in_leads_to_the_box_it_stands_for() -> None:
    assert AbsolutePlaceholder(box := boxes.Box("p", None, None))._box is box
    assert not hasattr(boxes.Box, "_box")


def test_patterns_come_from_a_dictionary_of_the_layout_that_is_asked_with_get() -> None:
    names = LayoutContext.__init__.__code__.co_names
    assert "dictionaries" in names
    code = split_first_line.__code__
    assert {"dictionaries", "get", "iterate"} <= set(code.co_names)
    assert all(hasattr(at, "data") for at in pyphen.Pyphen(lang="en").positions("representative"))


def test_a_shown_text_is_one_item_of_a_stream() -> None:
    stream = Stream({}, (0, 0, 9, 9), pydyf.Dictionary({}), {}, {}, {}, None)
    stream.show_text("<00120034>5<0056>")
    assert stream.stream == [b"[<00120034>5<0056>] TJ"]


def test_only_lines_know_what_becomes_of_text_that_overflows() -> None:
    assert hasattr(boxes.LineBox, "text_overflow")
    others = (boxes.BlockBox, boxes.InlineBox, boxes.TextBox, boxes.MarginBox)
    assert not any(hasattr(other, "text_overflow") for other in others)


class Asked(dict[str, Any]):
    """A style that notes which properties it was asked for."""

    def __init__(self, **declared: Any) -> None:
        super().__init__(INITIAL_VALUES | declared)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("sizing", ["content-box", "border-box", "padding-box"])
@pytest.mark.parametrize("collapse", ["collapse", "separate"])
@pytest.mark.parametrize("height", [100, "auto"])
def test_used_lengths_follow_from_the_properties_that_they_are_known_by(
    sizing: str, collapse: str, height: Any
) -> None:
    for kind in (boxes.BlockBox, boxes.TableCellBox, boxes.PageBox):
        style = Asked(box_sizing=sizing, border_collapse=collapse)
        box = kind.__new__(kind)
        box.style = style
        resolve_percentages(box, (200, height))
        assert style.names <= set(usedlengths.PROPERTIES)
        assert vars(box).keys() - {"style"} == set(usedlengths.PROPERTIES[:-2])


def test_what_is_behind_a_box_follows_from_few_properties() -> None:
    box = boxes.Box("p", Asked(), None)
    layout_box_backgrounds(None, box, None)
    assert box.background is None
    assert box.style.names == {
        "border_image_source", "mask_border_source", "background_image", "background_color",
        "box_shadow", "visibility", "image_orientation",
        *(f"border_{at}_radius" for at in ("top_left", "top_right", "bottom_right", "bottom_left")),
    }  # fmt: skip


def test_a_style_knows_what_is_declared_and_where_it_inherits_from() -> None:
    parameters = list(inspect.signature(ComputedStyle.__init__).parameters)
    assert parameters[:4] == ["self", "parent_style", "cascaded", "pseudo_type"]
    parameters = list(inspect.signature(StyleFor.set_computed_styles).parameters)
    assert parameters == [
        "self", "element", "parent", "root", "pseudo_type", "base_url", "target_collector",
    ]  # fmt: skip
    # What it computes by rules of their own, though nobody declares it.
    constants = ComputedStyle.__missing__.__code__.co_consts
    names = {name for one in constants for name in (one if isinstance(one, tuple) else [one])}
    assert names & INITIAL_VALUES.keys() == {"float", "display", "position", "page", "direction"}
    assert "text_decoration_" in names
    assert INITIAL_VALUES.keys() >= INITIAL_NOT_COMPUTED
    assert INITIAL_VALUES.keys() >= INHERITED
    assert all(f(block="ttb", inline="ltr") for f in PHYSICAL_FUNCTIONS.values())


def test_boxes_tell_the_ends_of_their_pages_in_three_ways() -> None:
    kinds = {kind for kind in vars(boxes).values() if isinstance(kind, type)}
    assert {kind for kind in kinds if "page_values" in vars(kind)} == {
        boxes.Box, boxes.ParentBox, boxes.TableBox,
    }  # fmt: skip
    for name in ("descendants", "is_in_normal_flow"):
        assert {kind for kind in kinds if name in vars(kind)} == {boxes.Box}


def test_whether_a_text_can_be_broken_follows_from_it_and_its_language() -> None:
    assert list(inspect.signature(can_break_text).parameters) == ["text", "lang"]
