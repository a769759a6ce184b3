"""Tags become values; conditions and loops keep or repeat paragraphs, runs and rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.write.docx.template.tags import TAG, join_tags, text_of
from docx_writer.conftest import q, text
from word_templates.conftest import FILE, Put, opened
from word_templates.made import BODY, FOOTER, HEADER, document, margin, p, packed, parts, r


def _filled(put: Put, *blocks: str, **paper: object) -> list[str]:
    word = put(members={"word/document.xml": document(*blocks, BODY)}, **paper)
    texts = [text(paragraph) for paragraph in word.body.iter(q("p"))]
    return texts[: texts.index("The paper.")]


def _faults(*blocks: str, **members: str) -> Sequence[Diagnostic]:
    given_ = {name.replace("__", "/") + ".xml": content for name, content in members.items()}
    with pytest.raises(ContentError) as raised:
        opened(packed({**parts(), "word/document.xml": document(*blocks), **given_}))
    return raised.value.diagnostics


def test_a_tag_that_word_split_over_runs_is_one_tag(put: Put) -> None:
    assert _filled(put, p("On ", "{", "{ pap", "er.title", " }", "} now")) == [
        "On Norland & Sundmark now"
    ]


def test_quotation_marks_that_word_curled_are_straight_in_tags_and_stay_in_text(put: Put) -> None:
    said = p("“{{ paper.reference or “none” }}”")
    assert _filled(put, said) == ["“none”"]


def test_a_value_cannot_write_markup_nor_tags(put: Put) -> None:
    assert _filled(put, p("{{ paper.title }}"), title='</w:t> {{ 1 }} & "<e k="0"/>') == [
        '</w:t> {{ 1 }} & "<e k="0"/>'
    ]


def test_a_condition_keeps_or_leaves_out_paragraphs(put: Put) -> None:
    blocks = [p("{% if paper.reference %}"), p("Ref. {{ paper.reference }}"), p("{% else %}"),
              p("No ref."), p("{% endif %}")]  # fmt: skip
    assert _filled(put, *blocks) == ["No ref."]
    assert _filled(put, *blocks, reference="A 1") == ["Ref. A 1"]


def test_a_condition_among_runs_keeps_their_looks(put: Put) -> None:
    bold = r("ref. {{ paper.reference }}, ", "<w:b/>")
    block = p("Brief, {% if paper.reference %}", bold, "{% endif %}{{ paper.date }}")
    word = put(members={"word/document.xml": document(block, BODY)}, reference="A 1")
    paragraph = next(word.body.iter(q("p")))
    assert text(paragraph) == "Brief, ref. A 1, 1 November 2026"
    assert [text(run) for run in paragraph.iter(q("r")) if run.find(f".//{q('b')}") is not None] \
        == ["ref. A 1, "]  # fmt: skip
    assert _filled(put, block) == ["Brief, 1 November 2026"]


def test_what_stands_between_the_statements_of_a_paragraph_is_kept(put: Put) -> None:
    condition = p("{% if paper.reference %}Ref. {{ paper.reference }}{% endif %}")
    assert _filled(put, condition, reference="A 1") == ["Ref. A 1"]
    assert _filled(put, condition) == [""]
    loop = p("{% for one in paper.parties %}{{ one.name }}{% if not loop.last %} and {% endif %}"
             "{% endfor %}")  # fmt: skip
    assert _filled(put, loop) == ["Norland and <Sundmark>"]
    assert _filled(put, p("{# the date #}{{ paper.date }}{# comes last #}")) == ["1 November 2026"]


def test_spaces_around_values_and_statements_count(put: Put) -> None:
    """Word drops spaces at the ends of a text that does not say they are to be kept."""
    loop = p("{% for one in paper.parties %}{{ one.name }}{% if not loop.last %} and {% endif %}"
             "{% endfor %}, ", "{{ pa", "per.date }} it is")  # fmt: skip
    block = loop.replace(' xml:space="preserve"', "")
    word = put(members={"word/document.xml": document(block, BODY)})
    space = "{http://www.w3.org/XML/1998/namespace}space"
    said = ((one, one.text or "") for one in word.body.iter(q("t")))
    texts = [one for one, content in said if content != content.strip()]
    assert [one.text for one in texts] == [" and ", ", ", " it is"]
    assert {one.get(space) for one in texts} == {"preserve"}


def test_a_row_with_a_value_between_statements_stays_a_row(put: Put) -> None:
    row = f"<w:tr><w:tc>{p('{% if paper.date %}{{ paper.date }}{% endif %}')}</w:tc></w:tr>"
    block = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{row}</w:tbl>"
    assert _filled(put, block) == ["1 November 2026"]


def test_a_loop_repeats_paragraphs_and_table_rows(put: Put) -> None:
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc><w:tc><w:tcPr/>{}</w:tc></w:tr>"
    table = "".join((
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>",
        row.format(p("{% for party in paper.parties %}"), p("")),
        row.format(p("{{ loop.index }}"), p("{{ party.name }}")),
        row.format(p("{% endfor %}"), p("")), "</w:tbl>",
    ))  # fmt: skip
    loop = [p("{% for party in paper.parties %}"), p("{{ party.name }}"), p("{% endfor %}")]
    assert _filled(put, *loop, table) == ["Norland", "<Sundmark>", "1", "Norland", "2",
                                          "<Sundmark>"]  # fmt: skip


def test_a_section_that_ends_with_a_statement_ends_all_the_same(put: Put) -> None:
    made = document(p("{% if paper.reference %}"), p("{{ paper.reference }}"),
                    p("{% endif %}", properties="<w:sectPr/>"), BODY)  # fmt: skip
    word = put(members={"word/document.xml": made})
    assert len(list(word.body.iter(q("sectPr")))) == 2


def test_a_table_without_rows_is_none(put: Put) -> None:
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr>"
    rows = "".join(row.format(p(one)) for one in
                   ("{% for one in [] %}", "{{ one }}", "{% endfor %}"))  # fmt: skip
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>"
    word = put(members={"word/document.xml": document(table, BODY)})
    assert list(word.body.iter(q("tbl"))) == []


@given(
    st.lists(st.sampled_from(["a", " ", "{{ x }}", "{% if y %}", "“", "é"]), max_size=8),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_joining_tags_changes_no_text_and_leaves_each_tag_whole(
    pieces: list[str], cuts: list[int]
) -> None:
    said = "".join(pieces)
    places = sorted({cut for cut in cuts if cut <= len(said)})
    runs = [said[a:b] for a, b in zip([0, *places], [*places, len(said)], strict=True)]
    root = etree.fromstring(document(p(*runs)))
    paragraph = next(root.iter(q("p")))
    join_tags(paragraph)
    assert text_of(paragraph) == said
    whole = [tag for run in paragraph.iter(q("t")) for tag in TAG.findall(run.text or "")]
    assert whole == TAG.findall(said)


@pytest.mark.parametrize(
    ("block", "rule", "message"),
    [
        (p("On {{ paper.titel }}"), "unknown-name",
         "there is no `titel` here, in paragraph 2: On {{ paper.titel }}"),
        (p("{{ dossier }}"), "unknown-name",
         "there is no `dossier` here, in paragraph 2: {{ dossier }}"),
        (p("{{ paper.title | }}"), "bad-template",
         "a tag cannot be read, in paragraph 2: {{ paper.title | }}"),
        (p("On {{ paper.date|datum }}"), "bad-template",
         "there is no filter `datum`, in paragraph 2: On {{ paper.date|datum }}"),
        (p("Dear { paper.title },"), "bad-template",
         "a tag has one brace where two belong, in paragraph 2: Dear { paper.title },"),
        (p("{% endif %}"), "bad-template",
         "`endif` stands here without a beginning, in paragraph 2: {% endif %}"),
        (p("{% if 1 %}on") + p("and on"), "bad-template",
         "`if` begins here and does not end, in paragraph 2: {% if 1 %}on"),
        (p("{{ paper.title"), "bad-template",
         "a tag begins here and does not end, in paragraph 2: {{ paper.title"),
        (p("{% include 'x' %}"), "bad-template", "Word templates have no tag `include`"),
        (p("{% if 1 %}x") + p("y{% endif %}"), "bad-template",
         "`endif` belongs to an `if` that stands elsewhere, in paragraph 3: y{% endif %}"),
        (p("{% if 1 %}"), "bad-template",
         "`if` begins here and does not end, in paragraph 2: {% if 1 %}"),
        (p("{{ paper.title.__class__ }}"), "forbidden", "in paragraph 2"),
        (p("{{ 'x' * 99999999 }}"), "forbidden", "in paragraph 2"),
    ],
)  # fmt: skip
def test_a_tag_at_fault_is_told_with_its_paragraph(block: str, rule: str, message: str) -> None:
    [fault] = _faults(p("First."), block, BODY)
    assert fault.rule == rule
    assert message in fault.message
    assert fault.place.file == f"{FILE}#document"


def test_a_tag_at_fault_in_a_header_is_told_with_the_header() -> None:
    [fault] = _faults(BODY, word__header1=margin("hdr", p("{{ paper.mark }}")))
    assert str(fault.place) == f"{FILE}#header1:1"
    assert "did you mean `marking`?" in fault.hint


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([p("Only a cover")], "has no {{ briefgen_body }}"),
        ([BODY, BODY], "has {{ briefgen_body }} twice"),
        ([p("Here: {{ briefgen_body }}")], "stands in other text"),
        ([f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>{BODY}</w:tc></w:tr></w:tbl>"],
         "in a table"),
        ([p("{% if paper.reference %}"), BODY, p("{% endif %}")], "leaves it out"),
        ([p("{% for one in paper.parties %}"), BODY, p("{% endfor %}")], "or repeats it"),
    ],
)  # fmt: skip
def test_the_paper_has_one_place(blocks: list[str], message: str) -> None:
    fault = _faults(*blocks)[0]
    assert fault.rule == "no-body-tag"
    assert message in fault.message
    assert fault.hint


def test_every_fault_of_a_template_is_told_at_once() -> None:
    faults = _faults(
        p("{{ one }}"), word__header1=margin("hdr", HEADER + p("{{ two }}")),
        word__footer1=margin("ftr", FOOTER + p("{{ three }}")),
    )  # fmt: skip
    assert [fault.rule for fault in faults] == ["no-body-tag", *["unknown-name"] * 3]
