"""Databases: the rows of a query are records. SQLite, PostgreSQL, whatever SQLAlchemy reaches."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.load.nodes import Scalar, Sequence
from briefgen.load.tables import UNPRINTABLE, Columns

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.exc import SQLAlchemyError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

#: Far above any dossier, far below what exhausts a machine.
_ROWS = 200_000

_SECONDS = 10

#: What SQL says beside its words: comments, texts, quoted names.
_ASIDES = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`", re.DOTALL)
_PARENTHESES = re.compile(r"\([^()]*\)")

_URL_HINT = "such as sqlite:///trade.sqlite or postgresql://reader:${PASSWORD}@host/database"


class _Secrets:
    """What no diagnostic may show: passwords, and values of environment variables."""

    def __init__(self, url: str) -> None:
        self.words = {url}
        # Between the scheme and the last @, whether or not the rest is a URL.
        if login := re.search(r"://(.*)@", url, re.DOTALL):
            self.words |= {login[1], login[1].partition(":")[2]}

    def out_of(self, text: str) -> str:
        """Return a text without them."""
        for word in sorted(filter(None, self.words), key=len, reverse=True):
            text = text.replace(word, "…")
        return text


def read_query(url: str, query: str, folder: Path, file: str, place: Place) -> Sequence:
    """Run a query and return its rows as records.

    Args:
        url: SQLAlchemy URL; ``${NAME}`` stands for an environment variable, a
            relative SQLite path begins at the dossier's folder.
        query: one SELECT with an ORDER BY, so that papers do not depend on chance.
        folder: the dossier's folder.
        file: what diagnostics call the query.
        place: where the query was declared.

    Raises:
        ContentError: the database cannot be reached, or the query fails.
    """
    from sqlalchemy import create_engine  # noqa: PLC0415  # slow to import
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    query = query.strip().removesuffix(";").rstrip()
    _check_query(query, place)
    secrets = _Secrets(url)
    resolved = _resolved(url, folder, place, secrets)
    options: dict[str, Any] = {}
    if resolved.get_backend_name() == "postgresql":
        options["connect_args"] = {"connect_timeout": _SECONDS}
    try:
        engine = create_engine(resolved, **options)
        try:
            with engine.connect() as connection:
                names, rows = _rows(connection, query)
        finally:
            engine.dispose()
    except ImportError as error:
        raise _no_driver(resolved, place, error) from None
    except SQLAlchemyError as error:
        raise _failure(error, query, place, secrets) from None
    except (ValueError, TypeError, OSError, OverflowError) as error:
        # Drivers check URLs and values late, each in its own way.
        message = f"the query failed: {secrets.out_of(_one_line(error))}"
        raise _fault(place, message) from None
    if len(rows) > _ROWS:
        message = f"the query has more than {_ROWS} rows"
        raise ContentError([Diagnostic(place, "too-large", message, "add a WHERE")])
    found = Findings()
    columns = Columns([(name, place) for name in names], place, found)
    records = []
    for number, row in enumerate(rows, 1):
        cells = []
        for name, path, value in zip(names, columns.paths, row, strict=True):
            at = Place(f"{file}#{number}.{name}")
            if path is not None and (text := _text(value, at, found)):
                cells.append((path, Scalar(text, at)))
        records.append(columns.record(cells, Place(f"{file}#{number}")))
    found.raise_errors()
    return Sequence(tuple(records), Place(file))


def files_of(url: str, folder: Path) -> tuple[str, ...] | None:
    """Return the files that a database consists of; nothing for one that only its server knows.

    Args:
        url: SQLAlchemy URL; one with environment variables may be another one the next time.
        folder: the dossier's folder.
    """
    name = re.fullmatch(r"\s*sqlite(?:\+\w+)?:///([^?#%$]+)\s*", url)
    if name is None:
        return None
    path = os.path.normpath(folder / name[1])
    # What is committed may stand in the log beside the file (sqlite.org, "Temporary Files").
    return tuple(f"{path}{ending}" for ending in ("", "-journal", "-wal"))


def _rows(connection: Connection, query: str) -> tuple[list[str], list[Any]]:
    # Read as it stands: no parameters, so that a % or : in it is nothing special.
    connection = connection.execution_options(no_parameters=True)
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    result = connection.exec_driver_sql(query)
    if not result.returns_rows:
        return [], []
    return list(result.keys()), list(result.fetchmany(_ROWS + 1))


def _check_query(query: str, place: Place) -> None:
    """Refuse what is not one query with an order of its own."""
    words = _ASIDES.sub(" x ", query)
    while (shorter := _PARENTHESES.sub(" ", words)) != words:
        words = shorter
    if ";" in words:
        raise _fault(place, "there is more than one statement", "keep one query a record type")
    begin = re.match(r"(?:\s|x\b)*(\w*)", words)
    if begin is None or begin[1].lower() not in ("select", "with", "values", "table"):
        raise _fault(place, "the query does not begin with SELECT", "a dossier only reads")
    if not re.search(r"\border\s+by\b", words, re.IGNORECASE):
        message = "the query has no ORDER BY of its own, so its rows come in any order"
        hint = "order the rows by columns that tell them apart"
        raise ContentError([Diagnostic(place, "no-order", message, hint)])


def _resolved(url: str, folder: Path, place: Place, secrets: _Secrets) -> URL:
    """Return the URL with its variables filled in, SQLite files read-only."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError  # noqa: PLC0415

    for name in _VARIABLE.findall(url):
        if name not in os.environ:
            message = f"the environment variable {name} is not set"
            raise _fault(place, message, f"set it before you run briefgen: export {name}=…")
        secrets.words.add(os.environ[name])
    # A variable's value stands for itself: what means something in a URL is escaped, unless the
    # variable holds the whole URL.
    whole = _VARIABLE.fullmatch(url.strip())
    filled = (
        os.environ[whole[1]]
        if whole
        else _VARIABLE.sub(lambda match: quote(os.environ[match[1]], safe=""), url)
    )
    secrets.words |= _Secrets(filled).words
    try:
        resolved = make_url(filled)
        if resolved.password:
            secrets.words.add(str(resolved.password))
        if resolved.drivername in ("postgresql", "postgres"):
            resolved = resolved.set(drivername="postgresql+psycopg")
        backend = resolved.get_backend_name()
        resolved.get_dialect()
    except NoSuchModuleError:
        driver = secrets.out_of(resolved.drivername)
        message = f"there is no database driver `{driver}`"
        hint = f"{_URL_HINT}; for others install SQLAlchemy's driver"
        raise _fault(place, message, hint) from None
    except (ArgumentError, ValueError):
        raise _fault(place, "the database's URL cannot be read", _URL_HINT) from None
    except ImportError as error:
        raise _no_driver(resolved, place, error) from None
    if "@" in (resolved.host or ""):
        message = "the database's URL has two @"
        raise _fault(place, message, "write an @ inside a password as %40") from None
    return _read_only_file(resolved, folder, place) if backend == "sqlite" else resolved


def _read_only_file(url: URL, folder: Path, place: Place) -> URL:
    """Return the URL of a SQLite file for reading: a paper never changes the desk's data."""
    name = url.database or ""
    path = folder / name
    if not name or not path.is_file():
        there = ", ".join(sorted(p.name for p in folder.glob("*.sqlite*")))
        message = f"there is no database {name or 'named'} in the dossier's folder"
        raise _fault(place, message, f"known here: {there}" if there else _URL_HINT)
    return url.set(
        database=f"file:{quote(path.resolve().as_posix())}", query={"mode": "ro", "uri": "true"}
    )


def _no_driver(url: URL, place: Place, error: ImportError) -> ContentError:
    hint = "pip install 'briefgen[postgresql]'"
    if url.get_backend_name() != "postgresql":
        hint = f"install the Python package that provides {error.name or 'it'}"
    message = f"the driver for {url.get_backend_name()} is not installed"
    return _fault(place, message, hint)


def _failure(error: SQLAlchemyError, query: str, place: Place, secrets: _Secrets) -> ContentError:
    cause = getattr(error, "orig", None) or error
    message = f"the query failed: {secrets.out_of(_one_line(cause))}"
    position = getattr(getattr(cause, "diag", None), "statement_position", None)
    if position and place.file.endswith(".sql"):
        before = query[: int(position) - 1]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        place = Place(place.file, line, column)
    return _fault(place, message)


def _one_line(error: BaseException) -> str:
    """Return the first line of a database's message; what follows repeats the query."""
    return next(iter(" ".join(str(error).split("\n")[:1]).splitlines()), type(error).__name__)


def _fault(place: Place, message: str, hint: str = "") -> ContentError:
    return ContentError([Diagnostic(place, "bad-query", message, hint)])


def _text(value: Any, place: Place, found: Findings) -> str | None:
    """Return a column's value as text; what the database leaves empty is left out."""
    if value is None:
        return None
    if isinstance(value, str):
        return _stripped(value, place, found)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Decimal, float)):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return format(number, "f").removesuffix(".0") if number.is_finite() else str(number)
    if isinstance(value, int):
        return format(Decimal(value), "f")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time() and value.tzinfo is None
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return _list(value, place, found)
    found.error(
        place, "bad-query", f"the column holds a value of the kind {type(value).__name__}",
        "select a text, number or date: CAST(… AS text)",
    )  # fmt: skip
    return None


def _stripped(text: str, place: Place, found: Findings) -> str | None:
    if bad := UNPRINTABLE.search(text):
        message = f"the character U+{ord(bad[0]):04X} cannot be printed"
        found.error(place, "bad-character", message, "remove it")
        return None
    return text.strip() or None


def _list(values: Iterable[Any], place: Place, found: Findings) -> str | None:
    """Return an array as one cell of a table holds it: ``a; b``."""
    return "; ".join(filter(None, (_text(value, place, found) for value in values))) or ";"
