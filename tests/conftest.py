"""What the tests of the later stages share: the command line, small workspaces, shipped papers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from briefgen.house.workspace import Workspace

ROOT = Path(__file__).parents[1]

#: Namespaces of WordprocessingML as prefixes of XPath expressions.
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}

#: Beginning of names of attributes of WordprocessingML.
_W = f"{{{WORD['w']}}}"

#: The dossier of tests/goldens: small, fictional, with every kind of content.
SMALL = "norland-sundmark"


def _shipped() -> list[str]:
    dossiers = Workspace(ROOT).dossiers()
    audiences = sorted(path.parent.name for path in ROOT.glob("templates/*/audience.yaml"))
    languages = sorted(path.stem for path in ROOT.glob("templates/base/catalogue/*.yaml"))
    return [f"{d}.{a}.{lang}" for d in dossiers for a in audiences for lang in languages]


#: Every edition that this repository builds: "belarus-lithuania.press.en".
EDITIONS = _shipped()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="rewrite tests/goldens/ instead of comparing"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Started in the background, the tests and what they start would ignore interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--update-goldens") and os.environ.get("CI"):
        raise pytest.UsageError("--update-goldens is for people: nobody reads the diff in CI")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "edition" in metafunc.fixturenames:
        metafunc.parametrize("edition", EDITIONS)


class Desk:
    """A workspace and the command line run in it, as its user runs it."""

    executable = str(Path(sys.executable).with_name("briefgen"))

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(
        self, *arguments: str, env: Mapping[str, str | None] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run ``briefgen`` here and wait for it; ``None`` in ``env`` removes a variable."""
        return subprocess.run(
            [self.executable, *arguments], cwd=self.root, env=self.environment(env or {}),
            capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=timeout,
            check=False,
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``briefgen`` here in a process group of its own."""
        return subprocess.Popen(
            [self.executable, *arguments], cwd=self.root, env=self.environment({}),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            encoding="utf-8", start_new_session=True,
        )  # fmt: skip

    @staticmethod
    def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
        """Return this process's environment without what would colour or date the output."""
        dropped = ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "CI")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        merged: dict[str, str | None] = {**kept, **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def write(self, name: str, text: str) -> Path:
        """Write a file of the workspace."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def edit(self, name: str, old: str, new: str) -> tuple[int, int]:
        """Replace the one place where a text stands; return its line and column, from 1."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        before = text[: text.index(old)]
        path.write_text(text.replace(old, new), "utf-8")
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def files(self, folder: str = "output") -> dict[str, bytes]:
        """Return the files below a folder by their path in it, hidden ones too."""
        top = self.root / folder
        found = (path for path in sorted(top.rglob("*")) if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def editions() -> list[str]:
    """Return the names of all shipped editions."""
    return EDITIONS


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a workspace with the small dossier of the golden documents."""
    workspace = tmp_path / "desk"
    shutil.copytree(ROOT / "tests/goldens/small/data", workspace / "data")
    (workspace / "briefgen.toml").touch()
    return Desk(workspace)


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., Desk]:
    """Return a function that copies this repository's dossiers into a workspace of their own."""

    def copy(*dossiers: str, at: Path | None = None, templates: bool = False) -> Desk:
        workspace = at or tmp_path / "copied"
        for dossier in dossiers:
            shutil.copytree(ROOT / "data" / dossier, workspace / "data" / dossier)
        if templates:
            shutil.copytree(ROOT / "templates", workspace / "templates")
        (workspace / "briefgen.toml").touch()
        return Desk(workspace)

    return copy


class WordFile:
    """A DOCX file, read without any of the code that wrote it."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    @cached_property
    def document(self) -> etree._Element:
        """The main part."""
        return self.tree("word/document.xml")

    @cached_property
    def body(self) -> etree._Element:
        """The main part's body."""
        [body] = self.xpath("w:body", self.document)
        return body

    def tree(self, part: str) -> etree._Element:
        """Return a part as XML."""
        return etree.fromstring(self.parts[part])

    def xpath(self, expression: str, within: etree._Element | None = None) -> list[etree._Element]:
        """Return the elements that an XPath expression with the prefix ``w`` leads to."""
        start = self.body if within is None else within
        found = start.xpath(expression, namespaces=WORD)
        assert isinstance(found, list)
        return [node for node in found if isinstance(node, etree._Element)]

    def text(self, element: etree._Element) -> str:
        """Return an element's text as it is read: runs joined, paragraphs and cells apart."""
        parts = []
        for node in element.iter():
            name = etree.QName(node).localname
            if name == "t":
                parts.append(node.text or "")
            elif name in ("br", "tab", "noBreakHyphen", "tc"):
                parts.append(" " if name != "noBreakHyphen" else "-")
            elif name == "p":
                parts.append("\n" + self.ordinals.get(node, ""))
        return " ".join("".join(parts).split())

    @cached_property
    def ordinals(self) -> dict[etree._Element, str]:
        """The numbers that Word puts before the headings of the main part (ECMA-376, 17.9)."""
        if "word/numbering.xml" not in self.parts:
            return {}
        numbering = self.tree("word/numbering.xml")
        lists = {
            instance.get(f"{_W}numId", ""): abstract
            for instance in self.xpath("w:num", numbering)
            for name in self.xpath("w:abstractNumId", instance)
            for abstract in self.xpath("w:abstractNum[w:multiLevelType/@w:val='multilevel']",
                                       numbering)
            if abstract.get(f"{_W}abstractNumId") == name.get(f"{_W}val")
        }  # fmt: skip
        counts: dict[str, list[int]] = {}
        found = {}
        for paragraph in self.xpath(".//w:p"):
            [number, level] = [self._numbered(paragraph, one) for one in ("numId", "ilvl")]
            if number not in lists:
                continue
            at = int(level)
            before = counts.get(number, []) + [0] * at
            counts[number] = [*before[:at], sum(before[at : at + 1]) + 1]
            levels = self.xpath("w:lvl", lists[number])
            shown = self.xpath("w:lvlText", levels[at])[0].get(f"{_W}val", "")
            for place, count in enumerate(counts[number]):
                kind = self.xpath("w:numFmt", levels[place])[0].get(f"{_W}val")
                text = chr(ord("A") + count - 1) if kind == "upperLetter" else str(count)
                shown = shown.replace(f"%{place + 1}", text)
            found[paragraph] = shown
        return found

    def _numbered(self, paragraph: etree._Element, name: str) -> str:
        """Return a property of a paragraph's list: its own, or that of its style."""
        style = paragraph.find("w:pPr/w:pStyle", WORD)
        identifier = "" if style is None else style.get(f"{_W}val", "")
        styles = self.tree_of_styles.get(identifier, [])
        for place in (paragraph, *styles):
            found = place.find(f"w:pPr/w:numPr/w:{name}", WORD)
            if found is not None:
                return found.get(f"{_W}val", "")
        return ""

    @cached_property
    def tree_of_styles(self) -> dict[str, list[etree._Element]]:
        """The styles of the document by identifier."""
        found: dict[str, list[etree._Element]] = {}
        for style in self.xpath("w:style", self.tree("word/styles.xml")):
            found.setdefault(style.get(f"{_W}styleId", ""), []).append(style)
        return found

    def style_of(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style, an empty string where it has none."""
        found = paragraph.find("w:pPr/w:pStyle", WORD)
        identifier = "" if found is None else found.get(f"{{{WORD['w']}}}val", "")
        return self._style_names.get(identifier, "")

    @cached_property
    def _style_names(self) -> dict[str, str]:
        key = f"{{{WORD['w']}}}"
        names = self.xpath("w:style/w:name", self.tree("word/styles.xml"))
        return {
            parent.get(f"{key}styleId", ""): name.get(f"{key}val", "")
            for name in names
            if (parent := name.getparent()) is not None
        }

    @cached_property
    def footnotes(self) -> list[str]:
        """Texts of the footnotes, in the order in which the document refers to them."""
        if "word/footnotes.xml" not in self.parts:
            return []
        key = f"{{{WORD['w']}}}id"
        notes = {
            note.get(key): self.text(note)
            for note in self.xpath("w:footnote", self.tree("word/footnotes.xml"))
        }
        return [notes[mark.get(key)] for mark in self.xpath(".//w:footnoteReference")]

    @cached_property
    def full_text(self) -> str:
        """Everything that is read: body and footnotes."""
        return " ".join([self.text(self.body), *self.footnotes])


@pytest.fixture(scope="session")
def word_file() -> Callable[[Path], WordFile]:
    """Return what opens a DOCX file."""
    return WordFile


@pytest.fixture(scope="session")
def pdf_pages() -> Callable[[Path], list[str]]:
    """Return what reads the text of a PDF, page by page, spaces made alike, words unbroken."""

    def read(path: Path) -> list[str]:
        command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
        text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        whole = text.replace("\u00ad\n", "")
        return [" ".join(page.split()) for page in whole.split("\f")[:-1]]

    return read


@dataclass(frozen=True)
class Shipped:
    """The shipped papers, built once for the whole run."""

    folder: Path

    def path(self, edition: str, suffix: str) -> Path:
        """Return an edition's file in a format: ``pdf``, ``docx`` or ``html``."""
        return self.folder / edition.split(".", maxsplit=1)[0] / f"{edition}.{suffix}"


class Once:
    """Folders that are made once for all workers: by the first that asks for them."""

    def __init__(self, own: Path) -> None:
        self.common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def __call__(self, name: str, make: Callable[[Path], None], patience: float) -> Path:
        """Return a folder; workers that did not ask first wait so many seconds for it."""
        made, failed, part = (self.common / f"{name}{end}" for end in ("", ".failed", ".part"))
        try:
            (self.common / f"{name}.lock").mkdir()
        except FileExistsError:
            deadline = time.monotonic() + patience
            while not made.is_dir():
                assert not failed.exists(), failed.read_text("utf-8")
                assert time.monotonic() < deadline, f"the other worker does not finish {name}"
                time.sleep(0.1)
            return made
        try:
            make(part)
        except BaseException as error:
            failed.write_text(str(error), "utf-8")
            raise
        part.rename(made)
        return made


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what makes folders once for all workers."""
    return Once(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def shipped(once: Once) -> Shipped:
    """Return the shipped papers in all formats; the first worker to ask builds them."""

    def build(part: Path) -> None:
        formats = ["-f", "pdf", "-f", "docx", "-f", "html"]
        run = Desk(ROOT)("build", "--force", *formats, "-o", str(part), timeout=900)
        if run.returncode != 0:
            pytest.fail(run.stdout + run.stderr)

    return Shipped(once("shipped", build, patience=900))


class Office:
    """LibreOffice as a command; it takes seconds to start."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = dict(environment)
        self._converted: dict[Path, Path] = {}

    def __call__(self, path: Path) -> Path:
        """Return the PDF of a document."""
        [converted] = self.all([path])
        return converted

    def all(self, paths: Sequence[Path]) -> list[Path]:
        """Return the PDFs of documents, which have names of their own; shipped papers stay."""
        missing = [str(path) for path in paths if path not in self._converted]
        if missing:
            command = [
                "soffice", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
                "--headless", "--convert-to", "pdf", "--outdir", str(self.folder), *missing,
            ]  # fmt: skip
            subprocess.run(
                command, env=self._environment, capture_output=True, check=True, timeout=400
            )
            self._converted |= {Path(one): self.folder / f"{Path(one).stem}.pdf" for one in missing}
        return [self._converted[path] for path in paths]


@pytest.fixture(scope="session")
def office_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment in which LibreOffice finds the papers' own fonts."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        '<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{ROOT / 'templates/base/fonts'}</dir><cachedir>{folder / 'cache'}</cachedir>"
        "</fontconfig>\n",
        "utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(fonts)}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, office_environment: dict[str, str]) -> Office:
    """Return what turns Word files into PDFs through LibreOffice."""
    return Office(tmp_path_factory.mktemp("office"), office_environment)


@pytest.fixture(scope="session")
def squeezed() -> Callable[[str], str]:
    """Return what makes texts comparable that were broken into lines in different ways."""

    def squeeze(text: str) -> str:
        return re.sub(r"[\s\u00ad\u200b]+", "", text)

    return squeeze
