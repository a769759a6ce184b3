"""Streams of a PDF end where they say they do (ISO 19005-3, 6.1.7.1), and are packed once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

_END = b"\nendstream"


@contextmanager
def streams_ended() -> Iterator[None]:
    """Have the engine write a line end of two bytes after streams that end in half of one.

    After data whose last byte is a carriage return, the line feed before ``endstream`` makes a
    line end of two bytes, and a reader takes the data for a byte shorter than their length. It
    happens to one stream in 256.

    While a file is written, the data of each stream are kept: the engine asks for them again to
    hash them for the file's identifier, and would pack them again.
    """
    plain, write = pydyf.Stream.data, pydyf.PDF.write
    kept: dict[int, bytes] = {}
    writing = False

    def data(stream: pydyf.Stream) -> bytes:
        if id(stream) in kept:
            return kept[id(stream)]
        written: bytes = plain.fget(stream)
        if written.endswith(b"\r" + _END):
            written = written.removesuffix(_END) + b"\r" + _END
        if writing:
            kept[id(stream)] = written
        return written

    def write_once(pdf: pydyf.PDF, *arguments: Any, **named: Any) -> None:
        nonlocal writing
        writing = True  # nothing changes any more, and the file holds its streams
        try:
            write(pdf, *arguments, **named)
        finally:
            writing = False
            kept.clear()

    pydyf.Stream.data, pydyf.PDF.write = property(data), write_once
    try:
        yield
    finally:
        pydyf.Stream.data, pydyf.PDF.write = plain, write
