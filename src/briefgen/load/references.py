"""Sources kept by a reference manager: CSL-JSON and BibTeX become source records.

Reference managers do not know how reliable a source is, nor who may see it; both
may be given in CSL-JSON under ``custom``, in BibTeX as fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.json import read_json
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, children

#: Kind and default reliability by CSL type (CSL 1.0.2, appendix III).
_CSL = {
    "article-newspaper": ("press", "press"), "post-weblog": ("webpage", "press"),
    "article-magazine": ("press", "press"), "broadcast": ("press", "press"),
    "article-journal": ("article", "academic"), "book": ("book", "academic"),
    "chapter": ("book", "academic"), "thesis": ("report", "academic"),
    "dataset": ("dataset", "statistical"), "legislation": ("legislation", "official"),
    "bill": ("legislation", "official"), "treaty": ("treaty", "official"),
    "report": ("report", "reference"), "webpage": ("webpage", "reference"),
}  # fmt: skip

#: The same by BibTeX entry type.
_BIBTEX = {
    "article": ("article", "academic"), "book": ("book", "academic"),
    "inbook": ("book", "academic"), "incollection": ("book", "academic"),
    "phdthesis": ("report", "academic"), "techreport": ("report", "reference"),
    "report": ("report", "reference"), "online": ("webpage", "reference"),
    "dataset": ("dataset", "statistical"), "legislation": ("legislation", "official"),
    "newspaper": ("press", "press"),
}  # fmt: skip

_OTHER = ("report", "reference")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_csl(text: str, file: str) -> Sequence:
    """Read a list of CSL-JSON items as source records.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.

    Raises:
        ContentError: the file is not a list of CSL-JSON items.
    """
    node = read_json(text, file)
    if not isinstance(node, Sequence):
        message = "CSL-JSON is a list of items"
        raise ContentError([Diagnostic(node.place, "bad-shape", message)])
    return Sequence(tuple(_record(dict(_csl_fields(item)), item.place) for item in node.items),
                    node.place)  # fmt: skip


def read_bibtex(text: str, file: str) -> Sequence:
    """Read a BibTeX database as source records.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.

    Raises:
        ContentError: the file is not BibTeX.
    """
    from pybtex.database import BibliographyDataError, parse_string  # noqa: PLC0415
    from pybtex.scanner import PybtexSyntaxError  # noqa: PLC0415

    try:
        database = parse_string(text, "bibtex")
    except PybtexSyntaxError as error:
        place = Place(file, error.lineno or 0)
        raise ContentError([Diagnostic(place, "bad-bibtex", str(error.args[0]))]) from None
    except BibliographyDataError as error:
        raise ContentError([Diagnostic(Place(file), "duplicate-key", str(error))]) from None
    records = []
    for key, entry in database.entries.items():
        place = _bibtex_place(text, file, key)
        fields = {name.lower(): _plain(value) for name, value in entry.fields.items()}
        people = [_person(person) for person in entry.persons.get("author", ())]
        records.append(_bibtex_record(key, entry.type.lower(), fields, people, place))
    return Sequence(tuple(records), Place(file, 1, 1))


def _record(fields: dict[str, Scalar], place: Place) -> Mapping:
    return Mapping(dict(fields), {name: node.place for name, node in fields.items()}, place)


def _csl_fields(item: Node) -> Iterator[tuple[str, Scalar]]:
    """Yield the fields of a source that a CSL-JSON item gives."""
    if (key := _at(item, "id")) is not None:
        yield "id", Scalar(_identifier(key.text or ""), key.place)
    authors = _people(item)
    publisher = _at(item, "publisher") or _at(item, "container-title") or authors
    kind, reliability = _CSL.get(_word(_at(item, "type")), _OTHER)
    given = {
        "title": _at(item, "title"),
        "publisher": publisher,
        "author": authors if publisher is not authors else None,
        "date": _date(item, "issued"),
        "retrieved": _date(item, "accessed"),
        "url": _at(item, "URL"),
        "kind": Scalar(kind, item.place),
        "reliability": _at(item, "custom", "reliability") or Scalar(reliability, item.place),
        "marking": _at(item, "custom", "marking"),
        "only": _at(item, "custom", "only"),
        "note": _at(item, "note"),
    }
    yield from ((name, value) for name, value in given.items() if value is not None)


def _at(node: Node, *path: str) -> Scalar | None:
    """Return the text that a path leads to, if there is one."""
    for step in path:
        if not isinstance(node, Mapping) or step not in node.entries:
            return None
        node = node.entries[step]
    return node if isinstance(node, Scalar) and node.text else None


def _word(value: Scalar | None) -> str:
    return (value.text or "") if value is not None else ""


def _people(item: Node) -> Scalar | None:
    names = []
    authors = item.entries.get("author") if isinstance(item, Mapping) else None
    for person in children(authors):
        parts = {
            name: value.text
            for name, value in (person.entries if isinstance(person, Mapping) else {}).items()
            if isinstance(value, Scalar) and value.text
        }
        names.append(parts.get("literal") or " ".join(
            parts[part] for part in ("given", "non-dropping-particle", "family") if part in parts
        ))  # fmt: skip
    if not names or authors is None:
        return None
    return Scalar("; ".join(names), authors.place)


def _date(item: Node, variable: str) -> Scalar | None:
    value = item.entries.get(variable) if isinstance(item, Mapping) else None
    if not isinstance(value, Mapping):
        return None
    first = children(value.entries.get("date-parts"))[:1]
    parts = (
        [n.text for n in children(first[0]) if isinstance(n, Scalar) and n.text] if first else []
    )
    if parts:
        text = "-".join([parts[0].zfill(4), *(part.zfill(2) for part in parts[1:3])])
        return Scalar(text, value.place)
    raw = value.entries.get("raw")
    return raw if isinstance(raw, Scalar) else None


def _bibtex_record(
    key: str, kind: str, fields: dict[str, str], people: list[str], place: Place
) -> Mapping:
    publisher = next(
        (fields[f] for f in ("publisher", "institution", "organization", "journal", "journaltitle")
         if f in fields), None,
    )  # fmt: skip
    authors = "; ".join(people)
    what, reliability = _BIBTEX.get(kind, _OTHER)
    given = {
        "id": _identifier(key),
        "title": fields.get("title"),
        "publisher": publisher or authors or None,
        "author": authors if publisher and authors else None,
        "date": fields.get("date") or _bibtex_date(fields),
        "url": fields.get("url"),
        "retrieved": fields.get("urldate"),
        "kind": what,
        "reliability": fields.get("reliability", reliability),
        "marking": fields.get("marking"),
        "note": fields.get("note"),
    }
    return _record({name: Scalar(text, place) for name, text in given.items() if text}, place)


def _person(person: Any) -> str:
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names)
    return _plain(" ".join(name for names in parts for name in names))


def _bibtex_date(fields: dict[str, str]) -> str | None:
    year = fields.get("year")
    month = fields.get("month", "").strip().lower()
    if year is None or not month:
        return year
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1 \
        if month[:3] in _MONTHS else 0  # fmt: skip
    return f"{year}-{number:02d}" if 1 <= number <= 12 else year


def _bibtex_place(text: str, file: str, key: str) -> Place:
    match = re.search(rf"@\w+\s*[{{(]\s*({re.escape(key)})\s*,", text)
    if match is None:
        return Place(file)
    start = match.start(1)
    line = text.count("\n", 0, start) + 1
    return Place(file, line, start - (text.rfind("\n", 0, start) + 1) + 1)


def _identifier(key: str) -> str:
    """Return a reference manager's key as an id: "LRT_2021" is cited as ``lrt-2021``."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _plain(text: str) -> str:
    """Return a BibTeX value without its braces and commonest commands."""
    from pybtex.richtext import Text  # noqa: PLC0415

    return str(Text.from_latex(text)).strip()
