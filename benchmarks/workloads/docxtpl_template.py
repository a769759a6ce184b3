"""A Word template with docxtpl's tags: headings, paragraphs, tables, pictures, notes."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_NOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote>{{% for note in notes %}}<w:footnote w:id="{{{{ loop.index }}}}"><w:p><w:r><w:rPr>
<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve">
{{{{ note }}}}</w:t></w:r></w:p></w:footnote>{{% endfor %}}</w:footnotes>"""


def main(arguments: Sequence[str]) -> None:
    """Write the template to the path given."""
    document = Document()
    document.add_paragraph("{%p for block in blocks %}")
    for kind, style in {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3",
                        "p": "Normal"}.items():  # fmt: skip
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        _runs(document.add_paragraph(style=style))
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'picture' %}")
    document.add_paragraph("{{ block.picture }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    for row, (first, middle, last) in enumerate([
        ("{%tr for row in block.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    ]):  # fmt: skip
        for column, text in enumerate((first, middle, last)):
            table.cell(row, column).text = text
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    notes = PackURI("/word/footnotes.xml")
    part = Part(notes, CONTENT_TYPE.WML_FOOTNOTES, _NOTES.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(arguments[0])


def _runs(paragraph: Paragraph) -> None:
    """Fill a paragraph with the texts of a block, and the notes between them."""
    paragraph.add_run("{%r for run in block.runs %}")
    paragraph.add_run("{{ run.text }}")
    paragraph.add_run("{%r if run.note %}")
    mark = paragraph.add_run()
    mark.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "{{ run.note }}")
    mark._r.append(reference)  # python-docx makes no notes
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r endfor %}")
