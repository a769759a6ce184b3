"""The other tools: how each is started, and what it is given.

All get the text that briefgen composed. Where a tool does less with it, the note says so.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from lxml import html

from benchmarks.desks import Desk, module
from benchmarks.pagetexts import texts
from benchmarks.row import NotInstalledError
from benchmarks.timing import run
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace

#: Where docxtpl's papers fall short of briefgen's.
POOR = "docxtpl's papers have styles of their own, and a chart as a picture drawn beforehand"

NO_CHECKS = "neither tagged nor searched for what is withheld"


def composed(desk: Desk, name: str, audience: str, folder: Path) -> Path:
    """Return a paper as WeasyPrint and others get it: briefgen's HTML, its styles, its fonts."""
    folder.mkdir(parents=True, exist_ok=True)
    desk.build(name, "-a", audience, "-f", "html", "-j", "1")
    text = desk.paper(name, audience, "html").read_text("utf-8")
    faces = "\n".join(
        f"@font-face {{ font-family: '{face.family}'; src: url('{face.path.as_uri()}');"
        f" font-weight: {face.weight}; font-style: {face.style} }}"
        for face in load_fonts(Workspace(desk.root)).faces
    )
    path = folder / f"{name}.{audience}.html"
    path.write_text(text.replace("<style>", f"<style>\n{faces}\n", 1), "utf-8")
    return path


def weasyprint(page: Path, *options: str) -> list[str | Path]:
    """Return WeasyPrint's command line for a page."""
    target = page.with_suffix(".weasyprint.pdf")
    return [sys.executable, "-m", "weasyprint", *options, page, target]


def docxtpl(pages: list[Path]) -> list[str | Path]:
    """Return a command that fills a Word template once for each page.

    The template is in the first page's folder; the texts of each page beside it.
    """
    template = _template(pages)
    return module("docxtpl_papers", template, *(page.with_suffix(".json") for page in pages))


def script(pages: list[Path]) -> list[str | Path]:
    """Return a command that makes PDFs with WeasyPrint and Word files with docxtpl."""
    return module("both_formats", _template(pages), *pages)


def engine(pages: list[Path]) -> list[str | Path]:
    """Return a command that makes PDFs with WeasyPrint alone, called from a script."""
    return module("weasyprint_papers", *pages)


def _template(pages: list[Path]) -> Path:
    """Return docxtpl's template, after writing it and the texts of each page that are not there."""
    _installed("docxtpl")
    template = pages[0].with_name("template.docx")
    if not template.exists():
        run(module("docxtpl_template", template))
    for page in pages:
        context = page.with_suffix(".json")
        if not context.exists():
            context.write_text(json.dumps(texts(page)), "utf-8")
    return template


def pandoc(page: Path) -> list[list[str | Path]]:
    """Return pandoc's command lines for a page: to Word, and to PDF by WeasyPrint."""
    _installed("pypandoc")
    import pypandoc  # noqa: PLC0415  # it may not be there

    program = pypandoc.get_pandoc_path()
    style = page.with_suffix(".css")
    if not style.exists():
        style.write_text(html.parse(page).findtext(".//style") or "", "utf-8")
    engine = shutil.which("weasyprint", path=_beside_python())
    if engine is None:
        raise NotInstalledError("weasyprint's command line")
    return [
        [program, page, "-o", page.with_suffix(".pandoc.docx")],
        [program, page, f"--pdf-engine={engine}", f"--css={style}", "-o",
         page.with_suffix(".pandoc.pdf")],
    ]  # fmt: skip


def typst(page: Path) -> list[str | Path]:
    """Return a command that compiles a port of a page to Typst, made by pandoc."""
    _installed("typst")
    _installed("pypandoc")
    port = page.with_suffix(".typ")
    if not port.exists():
        import pypandoc  # noqa: PLC0415  # it may not be there

        tree = html.parse(page)
        for picture in tree.iterfind(".//img"):
            picture.drop_tag()
        source = html.tostring(tree, encoding="unicode")
        port.write_text(
            pypandoc.convert_text(source, "typst", "html", extra_args=["-s"]), encoding="utf-8"
        )
    return [sys.executable, "-c", "import sys, typst; typst.compile(sys.argv[1], sys.argv[2])",
            port, page.with_suffix(".typst.pdf")]  # fmt: skip


def chromium(page: Path) -> list[str | Path]:
    """Return Chromium's command line for a page."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if program is None:
        raise NotInstalledError("chromium")
    target = page.with_suffix(".chromium.pdf")
    return [program, "--headless", "--disable-gpu", "--no-sandbox", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={page.with_name('chromium')}", "--no-pdf-header-footer",
            f"--print-to-pdf={target}", page.resolve().as_uri()]  # fmt: skip


def libreoffice(paper: Path, folder: Path) -> list[str | Path]:
    """Return LibreOffice's command line that makes a PDF of a Word file."""
    program = shutil.which("soffice")
    if program is None:
        raise NotInstalledError("LibreOffice")
    profile = f"-env:UserInstallation={(folder / 'office').resolve().as_uri()}"
    return [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, paper]


def ninja(folder: Path, inputs: dict[str, list[Path]]) -> list[str | Path]:
    """Return ninja's command line for targets that are all up to date.

    Args:
        folder: where the targets are.
        inputs: the files that each target is made from, by the target's name.
    """
    _installed("ninja")
    import ninja as installed  # noqa: PLC0415  # it may not be there

    folder.mkdir(parents=True)
    lines = ["rule make", "  command = touch $out"]
    for target, files in inputs.items():
        lines.append(f"build {target}: make {' '.join(map(str, files))}")
    (folder / "build.ninja").write_text("\n".join(lines) + "\n", "utf-8")
    command: list[str | Path] = [Path(installed.BIN_DIR) / "ninja", "-C", folder]
    run(command)
    return command


def _installed(library: str) -> None:
    if find_spec(library) is None:
        raise NotInstalledError(library)


def _beside_python() -> str:
    """Return where programs of this environment and of the libraries it borrows are."""
    folders = [Path(sys.executable).parent]
    folders += [Path(p).parents[2] / "bin" for p in sys.path if p.endswith("site-packages")]
    return ":".join(map(str, folders))
