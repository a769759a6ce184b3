"""Loading the layout engine: no program is started, and nothing that is left out is missed."""

from __future__ import annotations

import subprocess
import sys

_NO_PROGRAM = """
import sys
started = []
sys.addaudithook(lambda event, _: started.append(event) if event.startswith(
    ("subprocess.", "os.posix_spawn", "os.exec", "os.system", "os.fork")) else None)
import ctypes.util
before = ctypes.util.find_library
import briefgen.layout.preload
assert started == [], started
assert ctypes.util.find_library is before
assert "weasyprint" in sys.modules
"""

_LATE = """
import sys
import briefgen.layout.preload
assert "fontTools.subset" not in sys.modules
from weasyprint.pdf import fonts
options = fonts.subset.Options(notdef_outline=True)
import fontTools.subset
assert type(options) is fontTools.subset.Options and options.notdef_outline
try:
    fonts.instantiateVariableFont(None, {})
except TypeError:
    assert "fontTools.varLib.instancer" in sys.modules
else:
    raise AssertionError("nothing is no font")
"""

_AGAIN = """
import ctypes.util, sys
import cffi.api
original = cffi.api._load_backend_lib
def picky(backend, name, flags):
    # A system whose libraries are found with the help of find_library alone.
    if "gobject" in str(name) and ctypes.util.find_library(name.split(".so")[0][3:]) is None:
        raise OSError(name)
    return original(backend, name, flags)
cffi.api._load_backend_lib = picky
import briefgen.layout.preload
assert "weasyprint.text.ffi" in sys.modules
"""


def _run(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_engine_is_loaded_without_starting_a_program() -> None:
    _run(_NO_PROGRAM)


def test_what_is_loaded_late_is_there_when_it_is_called() -> None:
    _run(_LATE)


def test_where_a_library_is_not_found_by_its_name_programs_may_look_for_it() -> None:
    _run(_AGAIN)
