from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
import sqlalchemy

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.database import read_query
from briefgen.load.folder import load_folder
from briefgen.load.nodes import Mapping, plain

PLACE = Place("data/x/trade.sql")
SECRET = "Hentzau-7"  # noqa: S105  # what no message may show


class Server(Protocol):
    """The server of conftest.py."""

    def database(self) -> str: ...
    def url(self, name: str) -> str: ...


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a dossier's folder with a SQLite database."""
    folder = tmp_path / "data/x"
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / "desk.sqlite")
    with database:
        database.execute("CREATE TABLE trade (period TEXT, value, note TEXT)")
        rows = [("2020", 1, "10 %: see :note"), ("2021", 2.5, ""), ("2022", "3.10", None)]
        database.executemany("INSERT INTO trade VALUES (?, ?, ?)", rows)
    database.close()
    return folder


def rows(folder: Path, query: str, url: str = "sqlite:///desk.sqlite") -> Any:
    return plain(read_query(url, query, folder, PLACE.file, PLACE))


def fault(folder: Path, query: str, url: str = "sqlite:///desk.sqlite") -> Diagnostic:
    with pytest.raises(ContentError) as caught:
        read_query(url, query, folder, PLACE.file, PLACE)
    (found,) = caught.value.diagnostics
    assert SECRET not in str(found)
    return found


# ── SQLite ───────────────────────────────────────────────────────────────────────────────────


def test_rows_are_records_in_the_order_of_the_query(desk: Path) -> None:
    assert rows(desk, "SELECT * FROM trade ORDER BY period DESC") == [
        {"period": "2022", "value": "3.10"},
        {"period": "2021", "value": "2.5"},
        {"period": "2020", "value": "1", "note": "10 %: see :note"},
    ]


def test_columns_follow_the_convention_of_tables(desk: Path) -> None:
    query = (
        """SELECT 'x' AS "id", 'a' AS "claims.1.by", 'b' AS "claims.2.by", 1 AS _row ORDER BY 1"""
    )
    assert rows(desk, query) == [{"id": "x", "claims": [{"by": "a"}, {"by": "b"}]}]


def test_percent_signs_and_colons_of_a_query_mean_nothing_special(desk: Path) -> None:
    query = "SELECT period FROM trade WHERE note LIKE '%: see :no%' ORDER BY period"
    assert rows(desk, query) == [{"period": "2020"}]


def test_a_record_has_the_place_of_its_query_row_and_column(desk: Path) -> None:
    records = read_query(
        "sqlite:///desk.sqlite", "SELECT * FROM trade ORDER BY period", desk, PLACE.file, PLACE
    )
    second = records.items[1]
    assert isinstance(second, Mapping)
    assert str(records.place) == "data/x/trade.sql"
    assert str(second.place) == "data/x/trade.sql#2"
    assert str(second.entries["value"].place) == "data/x/trade.sql#2.value"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM trade",
        "SELECT * FROM (SELECT * FROM trade ORDER BY period)",
        "SELECT * FROM trade -- ORDER BY period",
        "SELECT * FROM trade /* ORDER\nBY */",
        "SELECT 'ORDER BY' FROM trade",
        'SELECT period AS "order by" FROM trade',
        "SELECT row_number() OVER (ORDER BY period) FROM trade",
    ],
)
def test_a_query_without_an_order_of_its_own_is_refused(desk: Path, query: str) -> None:
    found = fault(desk, query)
    assert (found.rule, found.place) == ("no-order", PLACE)
    assert found.hint


@pytest.mark.parametrize(
    "query",
    [
        "select * from trade order\n by period;",
        "-- trade\n/* of both */ SELECT * FROM trade ORDER BY period -- the end",
        "WITH t AS (SELECT * FROM trade) SELECT * FROM t ORDER BY period",
        "SELECT 'a;b' AS period, value FROM trade ORDER BY value",
    ],
)
def test_queries_may_be_written_in_many_ways(desk: Path, query: str) -> None:
    assert len(rows(desk, query)) == 3


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("DELETE FROM trade ORDER BY period", "SELECT"),
        ("SELECT 1 ORDER BY 1; DROP TABLE trade", "more than one"),
        ("", "SELECT"),
        ("PRAGMA user_version = 3 -- order by", "SELECT"),
        ("SELECT nothing FROM trade ORDER BY 1", "nothing"),
        ("SELECT * FROM none ORDER BY 1", "none"),
        ("SELECT FROM ORDER BY", "syntax error"),
    ],
)
def test_a_query_that_fails_is_a_diagnostic(desk: Path, query: str, part: str) -> None:
    found = fault(desk, query)
    assert (found.rule, found.place) == ("bad-query", PLACE)
    assert part in found.message
    assert "\n" not in found.message


def test_a_database_is_never_changed(desk: Path) -> None:
    before = (desk / "desk.sqlite").read_bytes()
    query = (
        "WITH t AS (SELECT 1) DELETE FROM trade WHERE period IN (SELECT 1 ORDER BY 1) ORDER BY 1"
    )
    assert fault(desk, query).rule == "bad-query"
    assert (desk / "desk.sqlite").read_bytes() == before
    assert sorted(path.name for path in desk.iterdir()) == ["desk.sqlite"]


@pytest.mark.parametrize(
    "url", ["sqlite:///none.sqlite", "sqlite://", "sqlite:///:memory:", "sqlite:////none/x"]
)
def test_a_database_that_is_not_there_is_not_made(desk: Path, url: str) -> None:
    found = fault(desk, "SELECT 1 ORDER BY 1", url)
    assert "desk.sqlite" in found.hint
    assert sorted(path.name for path in desk.iterdir()) == ["desk.sqlite"]


def test_a_file_that_is_no_database_is_a_diagnostic(desk: Path) -> None:
    (desk / "other.sqlite").write_text("period,value\n" * 100)
    assert (
        "not a database"
        in fault(desk, "SELECT * FROM trade ORDER BY 1", "sqlite:///other.sqlite").message
    )


@pytest.mark.parametrize("name", ["a b.sqlite", "50%.sqlite", "a?mode=rwc&b.sqlite", "ž#1.sqlite"])
def test_files_may_be_named_as_one_likes(
    desk: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "desk.sqlite").rename(desk / name)
    monkeypatch.setenv("BRIEFGEN_FILE", name)
    assert len(rows(desk, "SELECT * FROM trade ORDER BY 1", "sqlite:///${BRIEFGEN_FILE}")) == 3


def test_a_kind_of_value_that_no_table_shows_is_refused(desk: Path) -> None:
    found = fault(desk, "SELECT x'00ff' AS note ORDER BY 1")
    assert (found.rule, str(found.place)) == ("bad-query", "data/x/trade.sql#1.note")
    assert "bytes" in found.message


def test_two_columns_of_one_name_are_refused(desk: Path) -> None:
    assert fault(desk, "SELECT 1 AS a, 2 AS a ORDER BY 1").rule == "duplicate-key"


def test_too_many_rows_are_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.load.database._ROWS", 2)
    assert fault(desk, "SELECT * FROM trade ORDER BY 1").rule == "too-large"


# ── URLs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "part", "hint"),
    [
        (f"postgres//u:{SECRET}@host/db", "cannot be read", "postgresql://"),
        (f"u:{SECRET}@host", "cannot be read", "postgresql://"),
        ("", "cannot be read", "sqlite:///"),
        (f"postgresql://u:{SECRET}@host:port/db", "cannot be read", ""),
        (f"postgresql://u:a@{SECRET}@host/db", "two @", "%40"),
        (f"nosuch://u:{SECRET}@host/db", "`nosuch`", "SQLAlchemy"),
        (f"mysql+pymysql://u:{SECRET}@host/db", "not installed", "pymysql"),
        ("sqlite:///${NO_SUCH_NAME}", "NO_SUCH_NAME", "export NO_SUCH_NAME"),
        (f"postgresql://u:{SECRET}@127.0.0.1:1/db", "query failed", ""),
        (f"postgresql://{SECRET}:{SECRET}@/db?host=/nonexistent/{SECRET}", "query failed", ""),
        (f"postgresql://u:{SECRET}@127.0.0.1/db?{SECRET}=1", "query failed", ""),
    ],
)
def test_a_url_that_leads_nowhere_is_a_diagnostic_without_secrets(
    tmp_path: Path, url: str, part: str, hint: str
) -> None:
    found = fault(tmp_path, "SELECT 1 ORDER BY 1", url)
    assert (found.rule, found.place) == ("bad-query", PLACE)
    assert part in found.message
    assert hint in found.hint


def test_values_of_variables_are_not_shown_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_URL", f"postgresql://u:{SECRET}@127.0.0.1:1/db")
    assert "query failed" in fault(tmp_path, "SELECT 1 ORDER BY 1", "${DESK_URL}").message
    monkeypatch.setenv("DESK_PASSWORD", SECRET)
    monkeypatch.setenv("DESK_HOST", "127.0.0.1")
    url = "postgresql://u:${DESK_PASSWORD}@${DESK_HOST}:1/db"
    assert "query failed" in fault(tmp_path, "SELECT 1 ORDER BY 1", url).message


def test_a_missing_driver_brings_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    found = fault(tmp_path, "SELECT 1 ORDER BY 1", f"postgresql://u:{SECRET}@host/db")
    assert "postgresql is not installed" in found.message
    assert found.hint == "pip install 'briefgen[postgresql]'"


def test_a_dossier_names_the_file_of_a_query_and_the_place_of_an_inline_one(desk: Path) -> None:
    (desk / "trade.sql").write_text("SELECT nothing FROM trade ORDER BY 1\n")
    (desk / "dossier.yaml").write_text(
        "inputs:\n"
        "  - database: sqlite:///desk.sqlite\n"
        "    queries:\n"
        "      observations: trade.sql\n"
        "      events: SELECT none FROM trade ORDER BY 1\n"
        "      visits: vists.sql\n"
        "      sources: ../../secret.sql\n"
    )
    with pytest.raises(ContentError) as caught:
        load_folder(desk, desk.parents[1])
    assert [(d.rule, str(d.place)) for d in caught.value.diagnostics] == [
        ("bad-query", "data/x/trade.sql"),
        ("bad-query", "data/x/dossier.yaml:5:15"),
        ("no-file", "data/x/dossier.yaml:6:15"),
        ("no-file", "data/x/dossier.yaml:7:16"),
    ]


# ── PostgreSQL ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def trade(server: Server) -> str:
    """Return the URL of a PostgreSQL database with a table of every kind of value."""
    url = server.database()
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE trade (id text, value numeric, share double precision, n bigint,"
            " day date, moment timestamp, clock time, flag boolean, names text[], raw bytea,"
            " big numeric)"
        )
        connection.exec_driver_sql(
            "INSERT INTO trade VALUES ('a', 1234567890123456789012.10, 0.1, 9132629, '2009-09-16',"
            " '2009-09-16', '09:30', true, ARRAY['x', 'y'], NULL, 1e25), ('b', 'NaN', NULL, NULL,"
            " NULL, '2009-09-16 14:30', '09:30:05', false, ARRAY[]::text[], NULL, NULL)"
        )
    engine.dispose()
    return url


def test_every_kind_of_value_is_read_exactly(tmp_path: Path, trade: str) -> None:
    assert rows(tmp_path, "SELECT * FROM trade ORDER BY id", trade) == [
        {
            "id": "a", "value": "1234567890123456789012.10", "share": "0.1", "n": "9132629",
            "day": "2009-09-16", "moment": "2009-09-16", "clock": "09:30", "flag": "true",
            "names": "x; y", "big": "1" + "0" * 25,
        },
        {"id": "b", "value": "NaN", "moment": "2009-09-16T14:30:00", "clock": "09:30:05",
         "flag": "false", "names": ";"},
    ]  # fmt: skip


def test_a_url_without_a_driver_means_the_one_that_briefgen_brings(
    tmp_path: Path, trade: str
) -> None:
    for scheme in ("postgresql", "postgres"):
        url = trade.replace("postgresql+psycopg", scheme)
        assert rows(tmp_path, "SELECT 1::text AS id ORDER BY 1", url) == [{"id": "1"}]


def test_postgresql_is_not_changed(tmp_path: Path, trade: str) -> None:
    query = "WITH gone AS (DELETE FROM trade RETURNING id) SELECT id FROM gone ORDER BY 1"
    assert "read-only transaction" in fault(tmp_path, query, trade).message
    assert "more than one" in fault(tmp_path, "SELECT 1 ORDER BY 1; COMMIT", trade).message
    assert len(rows(tmp_path, "SELECT id FROM trade ORDER BY id", trade)) == 2


def test_a_fault_in_a_query_file_has_its_line_and_column(tmp_path: Path, trade: str) -> None:
    found = fault(tmp_path, "SELECT id,\n  nothing\nFROM trade ORDER BY id", trade)
    assert str(found.place) == "data/x/trade.sql:2:3"
    assert '"nothing" does not exist' in found.message
    assert "LINE" not in found.message


def test_a_database_of_the_server_that_is_not_there_is_named(
    server: Server, tmp_path: Path
) -> None:
    found = fault(tmp_path, "SELECT 1 ORDER BY 1", server.url("none"))
    assert '"none" does not exist' in found.message
    assert "Strelsau-9" not in str(found)
