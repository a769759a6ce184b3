"""Templates as Word writes them, made of XML: a whole one, and what tests change in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

#: Nobody may find this in a paper, wherever the template had it.
LEAK = "Quillfeather"

_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1985" w:right="1134" w:bottom="1418" '
    'w:left="1985" w:header="709" w:footer="567" w:gutter="0"/><w:cols w:space="708"/>'
)
HEADER_REFERENCE = '<w:headerReference w:type="default" r:id="rIdH"/>'
_MARGINS = f'{HEADER_REFERENCE}<w:footerReference w:type="default" r:id="rIdF"/>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of texts, each a run of its own."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f'<w:p w:rsidR="00AB12CD"><w:pPr>{named}{properties}</w:pPr>{content}</w:p>'


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def logo() -> bytes:
    """Return a picture that says who drew it."""
    said = PngInfo()
    said.add_text("Author", LEAK)
    file = io.BytesIO()
    Image.new("RGB", (120, 40), "#7a1f2b").save(file, "PNG", pnginfo=said)
    return file.getvalue()


LOGO = f"""<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1524000" cy="508000"/>
<wp:docPr id="1" name="{LEAK}.png" descr="C:\\Users\\{LEAK}\\logo.png"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="{LEAK}.png"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="rIdLogo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1524000" cy="508000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""

_FOOTNOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'

COVER = (
    LOGO,
    p("Ministry of Foreign Affairs", style="Title"),
    p("{{ paper.", "ti", "tle }}", style="Title"),
    p("{{ paper.kind }}, ", "{% if paper.reference %}", "ref. {{ paper.reference }}, ",
      "{% endif %}", "{{ paper.date }}", _FOOTNOTE),
    p("{% for party in paper.parties %}"),
    p("{{ loop.index }}. {{ party.name }}", style="MinistryList"),
    p("{% endfor %}"),
    f"<w:p><w:pPr><w:sectPr>{_MARGINS}{_PAGE}</w:sectPr></w:pPr></w:p>",
)  # fmt: skip

BODY = p("{{ briefgen_body }}")

HEADER = p("{{ paper.marking }}", r("\t"), "{{ paper.status }}", style="Kopfzeile")
FOOTER = p("{{ paper.marking }}", r("\t"),
           '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
           '<w:r><w:instrText> PAGE </w:instrText></w:r>'
           '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
           '<w:r><w:fldChar w:fldCharType="end"/></w:r>')  # fmt: skip

END = p("Printed by the ministry.", style="Normal")

_FOOTNOTES = f"""<w:footnotes {_SPACES}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0">
<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", " Date of the record.")}</w:footnote>
</w:footnotes>"""

_SETTINGS = f"""<w:settings {_SPACES}><w:attachedTemplate r:id="rId1"/>
<w:defaultTabStop w:val="708"/><w:autoHyphenation/><w:footnotePr><w:footnote w:id="-1"/>
<w:footnote w:id="0"/></w:footnotePr><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>
<w:docVars><w:docVar w:name="owner" w:val="{LEAK}"/></w:docVars></w:settings>"""


def stored(name: str) -> str:
    """Return a part that stands beside this file."""
    text = (Path(__file__).parent / f"{name}.xml").read_text("utf-8")
    return text.replace("SPACES", _SPACES)


def document(*blocks: str) -> str:
    """Return the document part of blocks, with the last section behind them."""
    last = f"<w:sectPr>{_MARGINS}{_PAGE}</w:sectPr>"
    return f"<w:document {_SPACES}><w:body>{''.join(blocks)}{last}</w:body></w:document>"


def margin(tag: str, content: str) -> str:
    """Return a header, ``hdr``, or a footer, ``ftr``."""
    return f"<w:{tag} {_SPACES}>{content}</w:{tag}>"


def relations(*given: tuple[str, str, str]) -> str:
    """Return a part of relations: identifier, kind and target of each."""
    found = "".join(
        f'<Relationship Id="{one}" Type="{kind if ":" in kind else f"{_OFFICE}/{kind}"}" '
        f'Target="{target}"{_mode(target)}/>'
        for one, kind, target in given
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{found}</Relationships>'


def _mode(target: str) -> str:
    return ' TargetMode="External"' if "://" in target else ""


RELATIONS = (
    ("rIdS", "styles", "styles.xml"), ("rIdN", "numbering", "numbering.xml"),
    ("rIdSet", "settings", "settings.xml"), ("rIdT", "theme", "theme/theme1.xml"),
    ("rIdFn", "footnotes", "footnotes.xml"), ("rIdH", "header", "header1.xml"),
    ("rIdF", "footer", "footer1.xml"), ("rIdLogo", "image", f"media/{LEAK}.png"),
)  # fmt: skip

_CORE = f"""<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{LEAK}</dc:creator>
<cp:lastModifiedBy>{LEAK}</cp:lastModifiedBy></cp:coreProperties>"""


def parts(*blocks: str) -> dict[str, str | bytes]:
    """Return the members of a whole template with these blocks in its body."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": stored("content_types"),
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml"), ("rId2", core, "docProps/core.xml")
        ),
        "docProps/core.xml": _CORE,
        "word/document.xml": document(*(blocks or (*COVER, BODY))),
        "word/_rels/document.xml.rels": relations(*RELATIONS),
        "word/styles.xml": stored("styles"),
        "word/numbering.xml": stored("numbering"),
        "word/settings.xml": _SETTINGS,
        "word/_rels/settings.xml.rels": relations(
            ("rId1", "attachedTemplate", f"file:///C://Users/{LEAK}/Normal.dotm")
        ),
        "word/theme/theme1.xml": stored("theme"),
        "word/footnotes.xml": _FOOTNOTES,
        "word/header1.xml": margin("hdr", HEADER),
        "word/footer1.xml": margin("ftr", FOOTER),
        f"word/media/{LEAK}.png": logo(),
    }


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return members as a Word file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
