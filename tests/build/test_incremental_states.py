"""Any edits, in any order: what stands there afterwards is what a clean build makes."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from incremental import ROOT, SMALL, Bench, html_renderers, write_again
from thorough import drawing

DATA = f"data/{SMALL}"
SECTION = "templates/base/sections/visits.html.j2"
WORDS = st.sampled_from(("Harbour", "Seaport", "Quayage"))
SHIPPED = (ROOT / SECTION).read_text("utf-8")


class Workspace(RuleBasedStateMachine):
    """A desk at work: each rule is something that somebody does to its files."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        root = folder / "desk"
        shutil.copytree(ROOT / "tests/goldens/small/data", root / "data")
        (root / "briefgen.toml").touch()
        renderer = self.stack.enter_context(html_renderers(folder))
        self.bench = Bench(root, renderer, ("analyst", "press"))

    def teardown(self) -> None:
        self.stack.close()

    def path(self, name: str) -> Path:
        return self.bench.root / name

    @initialize()
    def begin(self) -> None:
        self.bench.build()

    @rule(word=WORDS)
    def change_what_is_shown(self, word: str) -> None:
        original = (ROOT / "tests/goldens/small" / DATA / "visits.yaml").read_text("utf-8")
        self.path(f"{DATA}/visits.yaml").write_text(original.replace("Harbour", word), "utf-8")

    @rule(word=WORDS)
    def change_what_is_withheld(self, word: str) -> None:
        path = self.path(f"{DATA}/dossier.yaml")
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(
            f"  - text: You may settle for the {word.lower()}.\n" if "settle" in line else line
            for line in lines
        ), "utf-8")  # fmt: skip

    @rule(there=st.booleans(), comment=WORDS)
    def override_a_section(self, there: bool, comment: str) -> None:
        path = self.path(SECTION)
        if there:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{SHIPPED}<p>{comment}</p>", "utf-8")
        elif path.exists():
            path.unlink()

    @rule(there=st.booleans())
    def set_a_rule(self, there: bool) -> None:
        text = '[rules]\nno-source = "off"\n' if there else ""
        self.path("briefgen.toml").write_text(text, "utf-8")

    @rule(audience=st.sampled_from(("analyst", "press")), there=st.booleans())
    def meddle_with_an_output(self, audience: str, there: bool) -> None:
        path = self.bench.path(audience)
        if there and path.exists():
            path.write_bytes(path.read_bytes()[::-1])
        else:
            path.unlink(missing_ok=True)

    @rule(what=st.sampled_from(("ledger.json", "cache", "records")))
    def forget(self, what: str) -> None:
        path = self.path(f".briefgen/{what}")
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    @rule()
    def check_out_again(self) -> None:
        write_again(self.bench.root)

    @rule()
    def build(self) -> None:
        assert [o.diagnostics for o in self.bench.build().values() if o.failed] == []
        assert self.bench.papers() == self.bench.from_scratch()
        assert {outcome.reused for outcome in self.bench.build().values()} == {True}


def test_what_is_built_step_by_step_is_what_is_built_at_once() -> None:
    checks = settings(drawing(4), stateful_step_count=10)
    run_state_machine_as_test(Workspace, settings=checks)
