"""Edits Word files in LibreOffice as their readers do, and tells what stands in them afterwards.

    python3 editing.py ORDER REPORTS

ORDER is a JSON object of ``words``, the texts to write and the looks to choose, and ``papers``, a
list of objects with the paths ``source``, ``saved`` and ``pdf``; REPORTS becomes a list of what was
found in each saved file once it was opened again. It runs in the Python that has
LibreOffice's bridge (``import uno``), which is not that of the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from finding import elements, is_paragraph, report, styles, tables, update

#: Seconds that LibreOffice may take to start.
PATIENCE = 300


def main(order: Path, reports: Path) -> None:
    """Edit all papers in one LibreOffice."""
    ordered = json.loads(order.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"briefgen{os.getpid()}"
        command = [
            "soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
            "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=sys.stderr) as office:
            desktop = _desktop(pipe)
            try:
                done = [_paper(desktop, ordered["words"], paper) for paper in ordered["papers"]]
            finally:
                desktop.terminate()
            office.wait(timeout=60)
    reports.write_text(json.dumps(done, ensure_ascii=False), "utf-8")


def _desktop(pipe: str) -> Any:
    """Return LibreOffice's desktop as soon as it answers."""
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _paper(desktop: Any, words: dict[str, Any], paper: dict[str, str]) -> dict[str, Any]:
    document = _open(desktop, paper["source"])
    before = {"pages": document.CurrentController.PageCount, "styles": styles(document)}
    heads = sum(one.RepeatHeadline for one in tables(document))
    _edit(document, words)
    if sum(one.RepeatHeadline for one in tables(document)) != heads:
        document.close(True)
        document = _open(desktop, paper["source"])
        _edit(document, words, words["lower"])
    _save(document, paper["saved"], "MS Word 2007 XML")
    document.close(True)
    document = _open(desktop, paper["saved"])
    _save(document, paper["pdf"], "writer_pdf_Export")
    found = {"before": before, "styles": styles(document), **report(document, words)}
    document.close(True)
    return found


def _open(desktop: Any, path: str) -> Any:
    return desktop.loadComponentFromURL(
        Path(path).as_uri(), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),)
    )


def _save(document: Any, path: str, kind: str) -> None:
    document.storeToURL(Path(path).as_uri(), (PropertyValue("FilterName", 0, kind, 0),))


def _edit(document: Any, words: dict[str, Any], lower: int = 0) -> None:
    """Write into a document wherever a reader might, change a style and update the fields.

    What comes after the new section stands lower than otherwise, by hundredths of a millimetre.
    """
    paragraphs = [block for block in elements(document.Text) if is_paragraph(block)]
    plain = [one for one in paragraphs if _is_plain(one)]
    headings = [one for one in paragraphs if one.ParaStyleName == "Heading 1"]
    headings[0].Text.insertString(headings[0].End, words["heading"], False)
    place = plain[len(plain) // 3].End
    note = document.createInstance("com.sun.star.text.Footnote")
    place.Text.insertTextContent(place, note, False)
    note.setString(words["note"])
    _add_row(document, words["cell"])
    _add_item(paragraphs, words["item"])
    _add_caption(document, paragraphs, words["caption"])
    cursor = _cursor(plain[len(plain) // 2])
    _write(cursor, "Heading 1", words["section"])
    cursor.ParaTopMargin += lower
    for _ in range(words["paragraphs"]):
        _write(cursor, "Text body", words["paragraph"])
    style = document.StyleFamilies.ParagraphStyles.getByName("Heading 1")
    style.CharColor, style.CharHeight = words["colour"], words["size"]
    update(document)


def _cursor(paragraph: Any) -> Any:
    """Return a cursor at the end of a paragraph."""
    return paragraph.Text.createTextCursorByRange(paragraph.End)


def _write(cursor: Any, style: str, text: str) -> None:
    """Press Enter, choose a style and write."""
    cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.setAllPropertiesToDefault()
    cursor.ParaStyleName = style
    cursor.Text.insertString(cursor, text, False)


def _add_row(document: Any, text: str) -> None:
    """Write a row at the end of the first table that has a head."""
    table = next((one for one in tables(document) if one.RepeatHeadline), None)
    if table is None:
        return
    last = table.Rows.Count
    table.Rows.insertByIndex(last, 1)
    for name in table.CellNames:
        if name[1:] == str(last + 1):
            above = next(elements(table.getCellByName(f"{name[0]}{last}")))
            cell = table.getCellByName(name)
            cell.setString(text)
            next(elements(cell)).ParaStyleName = above.ParaStyleName


def _add_item(paragraphs: list[Any], text: str) -> None:
    """Press Enter at the end of a list's second item and write another."""
    items = [one for one in paragraphs if one.ParaStyleName.startswith("List ")]
    numbered = [one for one in items if one.ListLabelString[:1].isdigit()] or items
    if numbered:
        cursor = _cursor(numbered[min(1, len(numbered) - 1)])
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, text, False)


def _add_caption(document: Any, paragraphs: list[Any], text: str) -> None:
    """Write a numbered caption before the first table that has one."""
    counted = [_is_counted(one) for one in paragraphs]
    if not any(counted):
        return
    at = counted.index(True)
    cursor = _cursor(paragraphs[at - 1])
    _write(cursor, paragraphs[at].ParaStyleName, "Table ")
    field = document.createInstance("com.sun.star.text.TextField.SetExpression")
    master = "com.sun.star.text.fieldmaster.SetExpression.Table"
    field.attachTextFieldMaster(document.TextFieldMasters.getByName(master))
    field.Content, field.NumberingType = "Table+1", 4
    cursor.Text.insertTextContent(cursor, field, False)
    cursor.gotoEndOfParagraph(False)
    cursor.Text.insertString(cursor, text, False)


def _is_plain(paragraph: Any) -> bool:
    """Tell whether a paragraph is running text."""
    apart = ("heading", "list", "contents", "table", "illustration", "title", "figure", "caption")
    return bool(paragraph.String) and not paragraph.ParaStyleName.lower().startswith(apart)


def _is_counted(paragraph: Any) -> bool:
    """Tell whether a paragraph is the caption of a numbered table."""
    return "caption" in paragraph.ParaStyleName.lower() and any(
        one.TextPortionType == "TextField"
        and one.TextField.supportsService("com.sun.star.text.TextField.SetExpression")
        and one.TextField.VariableName == "Table"
        for one in elements(paragraph)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
