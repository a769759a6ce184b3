"""Streams of a PDF end where they say they do (ISO 19005-3, 6.1.7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pydyf

_END = b"\nendstream"


@contextmanager
def streams_ended() -> Iterator[None]:
    """Have the engine write a line end of two bytes after streams that end in half of one.

    After data whose last byte is a carriage return, the line feed before ``endstream`` makes a
    line end of two bytes, and a reader takes the data for a byte shorter than their length. It
    happens to one stream in 256.
    """
    plain = pydyf.Stream.data

    def data(stream: pydyf.Stream) -> bytes:
        written: bytes = plain.fget(stream)
        if written.endswith(b"\r" + _END):
            return written.removesuffix(_END) + b"\r" + _END
        return written

    pydyf.Stream.data = property(data)
    try:
        yield
    finally:
        pydyf.Stream.data = plain
