"""A Word template with docxtpl's tags: headings, paragraphs and tables in any order."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document


def main(arguments: Sequence[str]) -> None:
    """Write the template to the path given."""
    document = Document()
    document.add_paragraph("{%p for block in blocks %}")
    for kind, style in {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3",
                        "p": "Normal"}.items():  # fmt: skip
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", style=style)
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
    document.save(arguments[0])
