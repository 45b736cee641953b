"""Memo: the seam through which replies are remembered. app keeps it in the database; a dict does in a script."""

from __future__ import annotations

from typing import Protocol


class Memo(Protocol):
    """`put` of a key that is there already keeps the first value: the first accepted reply owns the key."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, value: str) -> None: ...


class MemoryMemo:
    """A Memo that lives as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self._kept.get(key)

    def put(self, key: str, value: str) -> None:
        self._kept.setdefault(key, value)
