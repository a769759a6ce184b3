"""What an audience may not see leaves no byte in its files, and does not change one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml

from briefgen.house.markings import schemes

if TYPE_CHECKING:
    from conftest import Desk, Shipped, WordFile

DOSSIER = "ruritania-graustark"
PRESS = f"{DOSSIER}.press.en"

CANARIES = [
    "Hofbau-Lantern", "Strelsau-Sable", "Ganlook-Ember", "Zendahold-Kilo", "mauban-stork",
    "Burlesdon-Ferret", "Rischenheim-Gull", "Vidovar-Sixpence", "Krafstein-Anvil",
    "Axphain-Cobalt", "Dawsbergen-Tally", "Detchard-Plume", "Ganzvoort-Ledger",
    "Lutzau-Sandbank", "Marlanx-Pebble", "Lauengram-Door", "Tarlenheim-Quill",
    "Antoinette-Frost", "Hentzau-Marrow", "Tettenborn-Whistle", "Gautet-Hollow", "Bersonin-Ink",
    "Rupert-Vellum",
]  # fmt: skip

BANNERS = {
    "press": "TLP:CLEAR", "largeprint": "TLP:CLEAR", "business": "TLP:CLEAR",
    "analyst": "TLP:AMBER", "delegation": "TLP:AMBER", "minister": "TLP:RED",
}  # fmt: skip


def _haystack(texts: list[str]) -> str:
    """Return texts without what could hide a word: case, spaces, hyphens, soft hyphens."""
    return re.sub(r"[\s\u00ad\u200b\u2010\u2011-]+", "", " ".join(texts)).lower()


def _pdf_texts(path: Path, pages: list[str]) -> list[str]:
    """Return a PDF's text layer and all of its objects, streams decompressed."""
    texts = list(pages)
    raw = path.read_bytes()
    texts.append(raw.decode("latin-1"))
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            texts += _strings(item)
            if isinstance(item, pikepdf.Stream):
                try:
                    content = item.read_bytes()
                except pikepdf.PdfError:
                    content = item.read_raw_bytes()
                texts += [content.decode("latin-1"), content.decode("utf-16-be", "ignore")]
    return texts


def _strings(item: Any, depth: int = 0) -> list[str]:
    if depth > 20 or (depth and getattr(item, "is_indirect", False)):
        return []
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        pairs = item.items() if isinstance(item, pikepdf.Dictionary) else item.stream_dict.items()
        return [s for key, value in pairs for s in [key, *_strings(value, depth + 1)]]
    if isinstance(item, pikepdf.Array):
        return [s for value in item for s in _strings(value, depth + 1)]
    return [str(item)] if isinstance(item, pikepdf.String | pikepdf.Name | str) else []


def _word_texts(path: Path, file: WordFile) -> list[str]:
    """Return all parts of a Word file and their names, as bytes stand and with runs joined."""
    texts = [path.read_bytes().decode("latin-1"), *file.parts]
    for name, content in file.parts.items():
        texts += [content.decode("utf-8", "replace"), content.decode("utf-16", "replace")]
        if name.endswith((".xml", ".rels")):
            texts.append("".join(str(t) for t in file.tree(name).itertext()))
        elif name.endswith(".png"):
            texts += _png_chunks(content)
    return texts


def _png_chunks(content: bytes) -> list[str]:
    """Return the compressed texts of a picture (PNG, 11.3.3)."""
    found = re.findall(b"(?:zTXt|iTXt)(.*?)\0\0(x.{0,4000})", content, re.DOTALL)
    texts = []
    for _, data in found:
        try:
            texts.append(zlib.decompressobj().decompress(data).decode("latin-1"))
        except zlib.error:
            continue
    return texts


@pytest.fixture(scope="module")
def haystacks(
    shipped: Shipped,
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
) -> Callable[[str], dict[str, str]]:
    """Return what gathers everything that can be found in an edition's files, by format."""
    known: dict[str, dict[str, str]] = {}

    def gather(edition: str) -> dict[str, str]:
        if edition not in known:
            pdf, docx = (shipped.path(edition, suffix) for suffix in ("pdf", "docx"))
            html = shipped.path(edition, "html")
            known[edition] = {
                "pdf": _haystack(_pdf_texts(pdf, pdf_pages(pdf))),
                "docx": _haystack(_word_texts(docx, word_file(docx))),
                "html": _haystack([html.read_text("utf-8"), html.name]),
            }
        return known[edition]

    return gather


def test_the_canaries_are_in_the_dossier_and_each_in_a_paper_that_may_have_it(
    root: Path, haystacks: Callable[[str], dict[str, str]]
) -> None:
    source = "".join(p.read_text("utf-8") for p in (root / "data" / DOSSIER).iterdir())
    told = [haystacks(f"{DOSSIER}.{audience}.en") for audience in ("minister", "analyst")]
    seen = 0
    for canary in CANARIES:
        assert canary in source
        word = _haystack([canary])
        found = {suffix for paper in told for suffix in paper if word in paper[suffix]}
        # The search must be able to find: where one format has a canary, all of them do.
        assert found in (set(), {"pdf", "docx", "html"}), canary
        seen += bool(found)
    assert seen >= 5


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html"])
def test_no_canary_is_in_any_byte_of_the_press_paper(
    haystacks: Callable[[str], dict[str, str]], suffix: str
) -> None:
    haystack = haystacks(PRESS)[suffix]
    assert _haystack(["Ganlook Pass"]) in haystack
    assert [c for c in CANARIES if _haystack([c]) in haystack] == []


def test_the_analysts_paper_has_nothing_that_is_for_the_minister_alone(
    root: Path, haystacks: Callable[[str], dict[str, str]]
) -> None:
    red = ["Zendahold-Kilo", "Hentzau-Marrow", "Gautet-Hollow", "mauban-stork", "Ganlook-Ember"]
    for haystack in haystacks(f"{DOSSIER}.analyst.en").values():
        assert [c for c in red if _haystack([c]) in haystack] == []


@pytest.mark.parametrize("audience", BANNERS)
def test_the_banner_stands_on_every_page_in_both_formats(
    audience: str,
    shipped: Shipped,
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
    office: Callable[[Path], Path],
) -> None:
    banner = BANNERS[audience]
    edition = f"{DOSSIER}.{audience}.en"
    docx = shipped.path(edition, "docx")
    for pdf in (shipped.path(edition, "pdf"), office(docx)):
        pages = pdf_pages(pdf)
        assert pages
        for page in pages:
            found = re.findall(r"TLP:[A-Z]+(?:\+STRICT)?", page)
            assert found.count(banner) >= 2, page  # above and below
            assert set(found) == {banner}
    file = word_file(docx)
    margins = [name for name in file.parts if re.match(r"word/(header|footer)\d*\.xml", name)]
    assert len(margins) >= 2
    assert all(banner in file.text(file.tree(name)) for name in margins)


def _without_restricted(
    value: Any, levels: tuple[str, ...], default: str, around: str | None
) -> Any:
    """Return source data without each record that stands above the lowest level."""
    if isinstance(value, list):
        shown = (_without_restricted(item, levels, default, around) for item in value)
        return [item for item in shown if item is not None]
    if not isinstance(value, dict):
        return value
    level = value.get("marking", around)
    if levels.index(level) > 0:
        return None
    items = ((k, _without_restricted(v, levels, default, level)) for k, v in value.items())
    return {key: item for key, item in items if item is not None}


def _cite_only(value: Any, sources: set[str]) -> None:
    """Take sources that are no longer there out of the citations."""
    if isinstance(value, dict):
        if isinstance(value.get("sources"), list):
            value["sources"] = [source for source in value["sources"] if source in sources]
        for item in value.values():
            _cite_only(item, sources)
    elif isinstance(value, list):
        for item in value:
            _cite_only(item, sources)


def _publish(folder: Path) -> int:
    """Remove everything above CLEAR from a dossier's folder; return how many records went."""
    levels = schemes({})["tlp"].levels
    trees = {path: _yaml(path) for path in sorted(folder.glob("*.yaml"))}
    default = trees[folder / "dossier.yaml"]["dossier"]["default_marking"]
    gone = 0
    for tree in trees.values():
        for name, records in list(tree.items()):
            if isinstance(records, list):
                tree[name] = _without_restricted(records, levels, default, default)
                gone += len(records) - len(tree[name])
        if "clearance" in tree and tree["clearance"].get("marking", default) != "CLEAR":
            # Every paper says whether somebody cleared it, and never who.
            tree["clearance"] = {"drafted_by": "D", "cleared_by": "C", "date": "2026-11-01"}
    kept = {source["id"] for tree in trees.values() for source in tree.get("sources", [])}
    for path, tree in trees.items():
        _cite_only({k: v for k, v in tree.items() if k != "sources"}, kept)
        path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
    for path in sorted(folder.glob("*.csv")):
        head, *lines = path.read_text("utf-8").splitlines()
        if "marking" in head.split(","):
            clear = [line for line in lines if re.search(r"(^|,)CLEAR(,|$)", line)]
            gone += len(lines) - len(clear)
            path.write_text("\n".join([head, *clear]) + "\n", "utf-8")
    return gone


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # builds texts only


def test_removing_all_that_is_withheld_does_not_change_a_byte_of_the_press_paper(
    shipped: Shipped, copied: Callable[..., Desk]
) -> None:
    desk = copied(DOSSIER, templates=True)
    assert _publish(desk.root / "data" / DOSSIER) >= 10
    run = desk("build", "-a", "press", "-f", "pdf", "-f", "docx", "-f", "html")
    assert run.returncode == 0, run.stderr
    files = desk.files()
    assert len(files) == 3
    for suffix in ("html", "docx", "pdf"):
        assert files[f"{DOSSIER}/{PRESS}.{suffix}"] == shipped.path(PRESS, suffix).read_bytes()
