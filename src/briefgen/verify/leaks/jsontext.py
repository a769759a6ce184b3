"""Corners of JSON (RFC 8259): each text by itself; two that follow each other are no phrase."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.matching import Channel


def parsed_json(data: bytes) -> Any:
    """Return what JSON holds, objects as lists of pairs; nothing where bytes are no JSON."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(data, object_pairs_hook=list, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None


def json_corners(
    content: Any, data: bytes, where: str, search: Search, depth: int
) -> Iterator[Corner]:
    """Yield the texts of JSON and its keys; and all of it, for phrases that are spread over it.

    Raises:
        ValueError: it is too large to search.
    """
    texts: dict[str, Channel] = {}
    waiting = [content]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, tuple):
            key, value = item
            texts.setdefault(key, Channel.FORMAT)
            waiting.append(value)
        elif isinstance(item, str):
            texts[item] = Channel.TEXT
    for text, channel in texts.items():
        yield from search.text(text, where, depth, channel)
    yield from search.text(data.decode("utf-8", "replace"), where, depth, Channel.RAW)
