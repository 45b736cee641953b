"""One writing in a process of its own, to be killed: python -m tests.agents.killed_writing HOME URL SECONDS. Prints the story."""

from __future__ import annotations

import sys
from pathlib import Path

from agents.brief import Brief
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from app.db.store import open_store
from app.settings import settings


def main(home: str, url: str, seconds: str) -> None:
    store = open_store(settings({"FABULA_HOME": home}))
    try:
        story = write("A fox wants to read", Brief(seconds=float(seconds)), OpenAIWriter(Endpoint(url, "loopback", retries=0)), store.memo)
    finally:
        store.close()
    Path(home, "story.json").write_text(story.model_dump_json())


if __name__ == "__main__":
    main(*sys.argv[1:])
