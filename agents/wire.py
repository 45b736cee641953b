"""The wire to an endpoint: a reply must be whole in time and of a bounded size, however its bytes come.

The client's own time-out counts from byte to byte: a reply that drips would hold a unit for ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx2
import openai

LARGEST_BODY = 4 * 2**20  # bytes of one reply


class TooMuch(Exception):
    """The reply is longer than any answer."""


class Wire(openai.DefaultHttpxClient):
    """The client's usual HTTP client, which gives up a reply that is not whole `seconds` after its request."""

    def __init__(self, seconds: float):
        super().__init__()
        self.seconds = seconds

    def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:
        """As httpx does. ReadTimeout: not whole in time. TooMuch: over LARGEST_BODY."""
        until = time.monotonic() + self.seconds
        response = super().send(request, stream=True, **options)
        response.stream = _Held(response.stream, until)
        if not stream:
            try:
                response.read()
            except BaseException:
                response.close()
                raise
        return response


class _Held(httpx2.SyncByteStream):
    """A body's bytes as they come, until it is late or too long."""

    def __init__(self, bytes_: Any, until: float):
        self.bytes, self.until = bytes_, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self.bytes:
            size += len(part)
            if size > LARGEST_BODY:
                raise TooMuch(f"the reply has more than {LARGEST_BODY:,} bytes")
            if time.monotonic() > self.until:
                raise httpx2.ReadTimeout("the reply was not whole in time")
            yield part

    def close(self) -> None:
        self.bytes.close()
