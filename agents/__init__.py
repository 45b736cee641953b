"""Words: a premise becomes a Story. Importing this is cheap; LangGraph and the clients are loaded on first use.

story = agents.write("Two mice steal the moon", Brief(seconds=40), OfflineWriter(), MemoryMemo())
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["Brief", "Endpoint", "OfflineWriter", "OpenAIWriter", "Prompt", "Writer", "revise", "write"]

_HOMES = {
    "Brief": "agents.brief", "OfflineWriter": "agents.writer_offline", "OpenAIWriter": "agents.writer_openai",
    "Endpoint": "agents.writer_openai", "Prompt": "agents.writer", "Writer": "agents.writer", "write": "agents.writing",
    "revise": "agents.revising",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'agents' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
