"""What is built again when something changes, and what is not: for each kind of input."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
import pytest

from briefgen.build import environment, states, unchanged
from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition
from briefgen.build.prepare import prepare
from briefgen.build.render import render
from briefgen.build.renderer import Renderer
from briefgen.compose import templates
from briefgen.house.workspace import find_workspace
from incremental import ROOT, SMALL, Bench, html_renderers, make_workspace, write_again

AUDIENCES = ("analyst", "largeprint", "press")
DATA = f"data/{SMALL}"
LIKE_PRESS = {"press", "largeprint"}
ALL = set(AUDIENCES)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    with html_renderers(tmp_path_factory.getbasetemp()) as found:
        yield found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, renderer: Renderer) -> Bench:
    """Return a workspace that was built, to be copied."""
    root = tmp_path_factory.mktemp("pristine") / "desk"
    make_workspace(root)
    bench = Bench(root, renderer, AUDIENCES)
    assert bench.rebuilt() == ALL
    return bench


@pytest.fixture
def bench(built: Bench, renderer: Renderer) -> Bench:
    """Return a workspace in which nothing changed since it was built."""
    root = built.root.parent / "copied/desk"
    shutil.rmtree(root.parent, ignore_errors=True)
    shutil.copytree(built.root, root)
    found = Bench(root, renderer, AUDIENCES)
    assert found.rebuilt() == set()  # a copy: its contents are compared
    assert found.rebuilt() == set()  # and now the states of its files
    return found


Change = Callable[[Path], object]


def edit(name: str, old: str, new: str) -> Change:
    """Return what replaces the one place where a text stands."""

    def change(root: Path) -> None:
        path = root / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    return change


def add(name: str, text: str) -> Change:
    """Return what writes at the end of a file, which it makes if need be."""

    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def stealthily(change: Change, name: str) -> Change:
    """Return a change after which the file has the size and the time that it had."""

    def changed(root: Path) -> None:
        before = (root / name).stat()
        change(root)
        os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))
        after = (root / name).stat()
        assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)

    return changed


def at_time(change: Change, name: str, seconds: float) -> Change:
    """Return a change that another machine's clock dates wrongly."""

    def changed(root: Path) -> None:
        change(root)
        os.utime(root / name, (time.time() + seconds,) * 2)

    return changed


def font(root: Path) -> None:
    """Give the workspace fonts of its own, of which one is another."""
    fonts = root / "templates/base/fonts"
    shutil.copytree(ROOT / "templates/base/fonts", fonts)
    shutil.copy(fonts / "Caladea-Bold.ttf", fonts / "Caladea-Regular.ttf")


def same_fonts(root: Path) -> None:
    shutil.copytree(ROOT / "templates/base/fonts", root / "templates/base/fonts")


def renamed_font(root: Path) -> None:
    same_fonts(root)
    edit("templates/base/fonts/fonts.yaml", "Calibri", "Arial")(root)


def retarget(root: Path) -> None:
    """Put a link in place of a file; what it leads to holds something else."""
    path = root / DATA / "visits.yaml"
    text = path.read_text("utf-8").replace("Harbour commission", "Pier commission")
    path.unlink()
    (root / "other.txt").write_text(text, "utf-8")
    path.symlink_to("../../other.txt")


VISIT = edit(f"{DATA}/visits.yaml", "Harbour commission", "Quayage commission")
SAME_SIZE = edit(f"{DATA}/visits.yaml", "Harbour commission", "Seaport commission")
EVENT = """\
events:
  - {date: 1999, kind: meeting, text: They met., marking: CLEAR, sources: [gazette], priority: 80}
"""
COMMENT = "{# nothing that can be seen #}\n"

#: What changes, and whose papers that reaches.
CHANGES = {
    "a record that all are shown": (VISIT, ALL),
    "a record withheld from the press": (
        edit(f"{DATA}/events.yaml", "A crane was impounded.", "Two cranes were impounded."),
        {"analyst"},
    ),
    "a record withheld from all of them": (
        edit(f"{DATA}/dossier.yaml", "You may settle for", "Be content with"), set()
    ),
    "a comment in a source file": (add(f"{DATA}/visits.yaml", "# nothing\n"), set()),
    "the order of the files": (
        lambda root: (root / DATA / "visits.yaml").rename(root / DATA / "zz.yaml"), set()
    ),
    "a marking that withholds a record": (
        edit(f"{DATA}/visits.yaml", "    marking: CLEAR", "    marking: AMBER"), ALL
    ),
    "a new source file": (add(f"{DATA}/more.yaml", EVENT), ALL),
    "a source file that is gone": (lambda root: (root / DATA / "visits.yaml").unlink(), ALL),
    "a file that is no source": (add(f"{DATA}/notes.txt", "call back"), set()),
    "a file of the same size and time": (
        stealthily(SAME_SIZE, f"{DATA}/visits.yaml"), ALL
    ),
    "a file dated in the past": (at_time(VISIT, f"{DATA}/visits.yaml", -9e6), ALL),
    "a file dated in the future": (at_time(VISIT, f"{DATA}/visits.yaml", 9e6), ALL),
    "a time alone": (at_time(lambda _: None, f"{DATA}/visits.yaml", 0), set()),
    "a link that leads elsewhere": (retarget, ALL),
    "an audience's template": (add("templates/press/briefing.html.j2", COMMENT), {"press"}),
    "the frame of all templates": (add("templates/base/briefing.html.j2", COMMENT), ALL),
    "a section": (add("templates/base/sections/visits.html.j2", COMMENT), ALL),
    "a section that nobody shows": (add("templates/base/sections/topics.html.j2", COMMENT), set()),
    "a component": (add("templates/base/components/statement.html.j2", COMMENT), ALL),
    "an audience's own component": (
        add("templates/press/components/statement.html.j2",
            (ROOT / "templates/base/components/statement.html.j2").read_text("utf-8") + COMMENT),
        LIKE_PRESS,
    ),
    "another audience's component": (
        add("templates/business/components/visits.html.j2", COMMENT), set()
    ),
    "the house's style sheet": (add("templates/base/style.css", "em { color: #222222 }\n"), ALL),
    "an audience's style sheet": (
        add("templates/press/style.css", "em { color: #222222 }\n"), LIKE_PRESS
    ),
    "the theme": (edit("templates/base/theme.yaml", "#1d2329", "#1d2328"), {"analyst", "press"}),
    "a colour of an audience": (edit("templates/press/audience.yaml", "#0e6c75", "#0e6c76"),
                                {"press"}),
    "a setting that another audience has from it": (
        edit("templates/press/audience.yaml", "title: Milestones", "title: Dates"), LIKE_PRESS
    ),
    "a description that no paper prints": (
        edit("templates/press/audience.yaml", "agreed facts", "facts"), set()
    ),
    "another audience": (add("templates/business/style.css", "em { color: #222222 }\n"), set()),
    "a font": (font, ALL),
    "a font's folder": (same_fonts, set()),
    "the name of a font in Word": (
        renamed_font,
        ALL,
    ),
    "a word of the language": (
        edit("templates/base/catalogue/en.yaml", "Visits and meetings", "Visits, meetings"),
        ALL,
    ),
    "the citation style": (add("templates/base/citations/house.csl", "<!-- -->\n"), ALL),
    "a citation style of others": (add("templates/base/citations/apa.csl", "<!-- -->\n"), set()),
    "a rule's severity": (add("briefgen.toml", '[rules]\nno-source = "off"\n'), set()),
    "a marking scheme of no dossier": (
        add("briefgen.toml", '[markings.own]\nlevels = ["LOW", "HIGH"]\n'), set()
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_rebuilds_the_papers_that_it_reaches_and_no_other(bench: Bench, what: str) -> None:
    change, expected = CHANGES[what]
    before = bench.states()
    change(bench.root)
    assert bench.rebuilt() == expected
    after = bench.states()
    assert all(after[name] == before[name] for name in ALL - expected)
    assert bench.papers() == bench.from_scratch()
    assert bench.rebuilt() == set()


def test_a_change_taken_back_restores_the_papers_without_making_them(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.papers()
    for change in (VISIT, add("templates/base/sections/visits.html.j2", COMMENT)):
        change(bench.root)
        bench.rebuilt()
    make_workspace(fresh := bench.root.parent / "other")
    for name in (f"{DATA}/visits.yaml", "templates/base/sections/visits.html.j2"):
        shutil.copy(fresh / name, bench.root / name)
    monkeypatch.setattr(Renderer, "__call__", lambda *_: pytest.fail("it was made again"))
    bench.rebuilt()
    assert bench.papers() == before


@pytest.mark.parametrize("damage", ["deleted", "altered", "altered stealthily", "emptied"])
def test_an_output_that_is_not_as_it_was_written_is_put_back(bench: Bench, damage: str) -> None:
    before, path = bench.papers(), bench.path("press")
    state = path.stat()
    if damage == "deleted":
        path.unlink()
    elif damage == "emptied":
        path.write_bytes(b"")
    else:
        path.write_bytes(before["press"].replace(b"Norland", b"Nurland"))
    if damage == "altered stealthily":
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    outcomes = bench.build()
    assert {name for name, one in outcomes.items() if not one.reused} == {"press"}
    word = "missing" if damage == "deleted" else "not as it was written"
    assert word in outcomes["press"].reason
    assert bench.papers() == before


def test_an_output_altered_right_after_it_was_written_is_put_back(bench: Bench) -> None:
    VISIT(bench.root)
    bench.rebuilt()
    before, path = bench.papers(), bench.path("press")
    path.write_bytes(before["press"].replace(b"Norland", b"Nurland"))
    assert bench.rebuilt() == {"press"}
    assert bench.papers() == before


def test_a_source_edited_twice_within_a_moment_is_read_both_times(bench: Bench) -> None:
    for number in range(5):
        text = f"Pier commission {number}"
        path = bench.root / DATA / "visits.yaml"
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(
            f"    outcome: {text}" if line.startswith("    outcome") else line for line in lines
        ), "utf-8")  # fmt: skip
        assert bench.rebuilt() == ALL
        assert text.encode() in bench.papers()["press"]
    assert bench.papers() == bench.from_scratch()


def test_files_written_again_as_they_were_are_known_by_their_contents(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_again(bench.root)
    assert {one.reason for one in bench.build().values()} == {"nothing changed"}
    monkeypatch.setattr(states, "TICK", 0)  # as if everything were old by now
    bench.build()
    monkeypatch.setattr(states, "content_hash", lambda path: pytest.fail(f"{path} was read"))
    monkeypatch.setattr(unchanged, "content_hash", states.content_hash)
    assert {one.reason for one in bench.build().values()} == {"nothing changed"}


def test_formats_languages_folders_and_finality_are_editions_of_their_own(bench: Bench) -> None:
    assert {o.reused for o in bench.build("html").values()} == {True}
    failed = bench.build(final=True)
    assert all(outcome.failed and outcome.kept for outcome in failed.values())
    assert {o.reused for o in bench.build("html").values()} == {True}
    edit(f"{DATA}/dossier.yaml", "  drafted_by", "  cleared_by: Director\n  drafted_by")(bench.root)
    assert not any(outcome.failed for outcome in bench.build(final=True).values())
    assert {o.reused for o in bench.build(final=True).values()} == {True}


def test_force_makes_everything_again(bench: Bench) -> None:
    before = bench.papers()
    outcomes = bench.build(force=True)
    assert {one.reused for one in outcomes.values()} == {False}
    assert {one.reason for one in outcomes.values()} == {"--force was given"}
    assert bench.papers() == before


def test_another_version_of_briefgen_makes_everything_again(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "run.py").write_text("one")
    for module in (environment, unchanged):
        monkeypatch.setattr(module, "PACKAGE", str(package))
    assert {o.reason for o in bench.build().values()} == {"briefgen itself changed"}
    assert bench.rebuilt() == set()
    (package / "run.py").write_text("two")
    assert bench.rebuilt() == ALL
    (package / "run.py").touch()
    assert bench.rebuilt() == set()


def test_another_version_of_a_library_makes_everything_again(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))

    def install(version: str) -> None:
        for other in folder.iterdir():
            shutil.rmtree(other)
        metadata = folder / f"weasyprint-{version}.dist-info/METADATA"
        metadata.parent.mkdir()
        metadata.write_text(f"Metadata-Version: 2.1\nName: weasyprint\nVersion: {version}\n")
        environment._versions.cache_clear()

    install("69.5")
    assert bench.rebuilt() == ALL
    assert bench.rebuilt() == set()
    install("69.6")
    reasons = {outcome.reason for outcome in bench.build().values()}
    assert reasons == {"weasyprint 69.5 → 69.6"}
    environment._versions.cache_clear()


def test_what_is_withheld_is_searched_for_again_when_it_changes(bench: Bench) -> None:
    """The paper is the same, and what it may not hold is not."""
    add("templates/press/briefing.html.j2",
        "{% block standfirst %}<p>Blue Heron is on.</p>{% endblock %}")(bench.root)  # fmt: skip
    assert "press" in bench.rebuilt()
    before = bench.states()
    edit(f"{DATA}/dossier.yaml", "the small harbour.", "Operation Blue Heron.")(bench.root)
    for _ in range(2):
        outcome = bench.build()["press"]
        assert {d.rule for d in outcome.diagnostics} == {"leak"}
        assert outcome.kept == (bench.path("press"),)
    assert bench.states()["press"] == before["press"]
    edit(f"{DATA}/dossier.yaml", "Operation Blue Heron.", "the tiny harbour.")(bench.root)
    outcome = bench.build()["press"]
    assert outcome.reused
    assert "searched again" in outcome.reason
    assert bench.states()["press"] == before["press"]


def test_a_paper_that_is_not_built_again_repeats_its_warnings(bench: Bench) -> None:
    edit(f"{DATA}/visits.yaml", "    sources: [gazette]\n", "")(bench.root)
    first = bench.build()["press"]
    assert [d.rule for d in first.diagnostics] == ["no-source"]
    again = bench.build()["press"]
    assert again.reused
    assert again.diagnostics == first.diagnostics
    add("briefgen.toml", '[rules]\nno-source = "off"\n')(bench.root)
    assert bench.build()["press"].diagnostics == ()


def test_it_is_told_why_a_paper_was_built(bench: Bench) -> None:
    VISIT(bench.root)
    reason = f"{DATA}/visits.yaml changed visits[0], which is shown in it"
    assert bench.build()["press"].reason == reason
    edit(f"{DATA}/observations.csv", "98000000", "98000001")(bench.root)
    reason = f"{DATA}/observations.csv changed series[0], which is shown in it"
    assert bench.build()["press"].reason == reason
    add("templates/base/style.css", "em { color: #222222 }\n")(bench.root)
    assert bench.build()["press"].reason == "templates/base/style.css changed"
    add("templates/base/sections/visits.html.j2", COMMENT)(bench.root)
    assert bench.build()["press"].reason == "sections/visits.html.j2 changed"
    edit(f"{DATA}/dossier.yaml", "You may settle for", "Be content with")(bench.root)
    reason = "the change reaches nothing in it; searched again for what is withheld"
    assert bench.build()["press"].reason == reason
    assert bench.build()["press"].reason == "nothing changed"


def test_a_record_is_told_by_its_place_in_the_dossier_whatever_is_withheld_before_it(
    bench: Bench,
) -> None:
    """The press is not shown events[2], so that it is shown events[3] as its third."""
    more = f"{DATA}/more.yaml"
    for change in (add(more, EVENT), edit(more, "They met.", "They met on ice.")):
        change(bench.root)
        reason = f"{more} changed events[3], which is shown in it"
        assert {one.reason for one in bench.build().values()} == {reason}


def test_a_template_that_has_nothing_to_show_any_more_has_not_changed(bench: Bench) -> None:
    (bench.root / DATA / "visits.yaml").unlink()
    reason = f"{DATA}/visits.yaml lost visits[0], which was shown in it"
    assert {one.reason for one in bench.build().values()} == {reason}


@dataclass
class _Interfering:
    """A renderer during whose work a file changes."""

    renderer: Renderer
    path: Path

    def __call__(self, job: object, edition: object, heard: object) -> object:
        rendered = self.renderer(job, edition, heard)  # type: ignore[arg-type]
        self.path.write_text(self.path.read_text("utf-8") + COMMENT, "utf-8")
        return rendered


def test_a_paper_during_whose_making_a_template_changed_is_made_again(
    bench: Bench, renderer: Renderer
) -> None:
    section = bench.root / "templates/base/sections/visits.html.j2"
    VISIT(bench.root)
    interfering: Renderer = _Interfering(renderer, section)  # type: ignore[assignment]
    Bench(bench.root, interfering, AUDIENCES).build()
    assert bench.rebuilt() == ALL
    assert bench.papers() == bench.from_scratch()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"version": 1}', b"\xff\xfe", b"null"])
def test_a_damaged_ledger_is_the_same_as_none(bench: Bench, content: bytes) -> None:
    (bench.root / ".briefgen/ledger.json").write_bytes(content)
    assert bench.rebuilt() == set()
    assert bench.rebuilt() == set()


def test_a_damaged_or_missing_store_costs_time_and_nothing_else(bench: Bench) -> None:
    VISIT(bench.root)
    bench.rebuilt()
    for path in (bench.root / ".briefgen/cache").rglob("*-*"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    for path in (bench.root / "output").rglob("*.html"):
        path.unlink()
    assert bench.rebuilt() == ALL
    assert bench.papers() == bench.from_scratch()
    shutil.rmtree(bench.root / ".briefgen")
    assert bench.rebuilt() == ALL
    assert bench.rebuilt() == set()


def test_nobody_else_can_read_what_is_kept(bench: Bench) -> None:
    assert (bench.root / ".briefgen/cache").stat().st_mode & 0o077 == 0


def test_a_process_that_is_started_anew_compiles_no_template_again(
    built: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = find_workspace(built.root)
    edition = Edition(SMALL, "analyst", "en", ("html",), workspace.output)
    job, _ = prepare(workspace, edition, open_dossier(workspace, SMALL)).job(("html",), "")
    [code] = (built.root / ".briefgen/compiled").iterdir()
    assert code.parent.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(templates, "_compiled", {})
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_: pytest.fail("it is compiled"))
    rendered = render(replace(job, house=replace(job.house, compiled=code)))
    assert rendered.files["html"] == built.path("analyst").read_bytes()


def test_code_of_another_release_is_let_go(bench: Bench) -> None:
    [code] = (bench.root / ".briefgen/compiled").iterdir()
    code.rename(code.with_name("0" * 32))
    bench.build(force=True)
    assert list(code.parent.iterdir()) == [code]
