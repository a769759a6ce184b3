"""A PostgreSQL server of the tests' own, and dossiers in every format."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy

from briefgen.load.export import write_dossier, write_tables
from briefgen.load.folder import load_folder

ROOT = Path(__file__).parents[2]


class Server:
    """A PostgreSQL server on a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.databases = 0
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        # Debian keeps them off the PATH; elsewhere they are on it.
        self.bin = f"{programs[-1].parent}/" if programs else ""
        self.data = folder / "data"

    def run(self, *command: str) -> None:
        """Run one of the server's programs, which refuse to run as root."""
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        line = [*user, f"{self.bin}{command[0]}", *command[1:]]
        log = self.folder / "log"
        done = subprocess.run(
            line, cwd=self.folder, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self.run("initdb", "-D", str(self.data), "-U", "desk", "--auth=trust", "-E", "UTF8",
                 "--no-locale", "--no-sync")  # fmt: skip
        self.run("pg_ctl", "-D", str(self.data), "-o", options, "-l", str(self.folder / "log"),
                 "-w", "start")  # fmt: skip

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def database(self) -> str:
        """Return the URL of a new, empty database."""
        self.databases += 1
        name = f"desk{self.databases}"
        engine = sqlalchemy.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://desk:Strelsau-9@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    # Not below pytest's folders: only their owner enters these, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder)


@pytest.fixture
def rewritten(server: Server) -> Callable[[str, str, Path], None]:
    """Return what writes one of this repository's dossiers into a folder, in a format."""

    def rewrite(dossier: str, format_: str, folder: Path) -> None:
        tree = load_folder(ROOT / "data" / dossier, ROOT)
        folder.mkdir(parents=True)
        if format_ not in ("sqlite", "postgresql"):
            write_dossier(tree, folder, format_)
            return
        sqlite = f"sqlite:///{folder / 'desk.sqlite'}"
        url = sqlite if format_ == "sqlite" else server.database()
        engine = sqlalchemy.create_engine(url)
        with engine.begin() as connection:
            queries = write_tables(tree, connection)
        engine.dispose()
        shown = "sqlite:///desk.sqlite" if format_ == "sqlite" else url
        lines = [f"inputs:\n  - database: {shown}\n    queries:\n"]
        lines += [f"      {name}: {query}\n" for name, query in queries.items()]
        (folder / "dossier.yaml").write_text("".join(lines), "utf-8")

    return rewrite
