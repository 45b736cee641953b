"""Addresses of a story in other programs' formats, as app.screenings.export_address says them. The player's subtitles and chapters are these too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import anyio
from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response

from app.exchange import format_of
from app.studio import Studio
from storyboard.errors import FabulaError, Missing

TYPES = {"srt": "application/x-subrip", "vtt": "text/vtt", "chapters.vtt": "text/vtt", "csv": "text/csv", "md": "text/markdown", "fountain": "text/plain"}


def router(studio: Studio) -> APIRouter:
    found = APIRouter()

    async def handed(story: str, revision: int, size: str, name: str) -> Response:
        try:
            path = await anyio.to_thread.run_sync(_written, studio, (story, revision, size, name))
        except FabulaError as error:
            return PlainTextResponse(str(error), 404 if isinstance(error, Missing) else 400, {"cache-control": "no-store"})
        kind = TYPES.get(format_of(path), "application/json")
        return FileResponse(path, media_type=kind, filename=path.name, headers={"cache-control": "private, no-cache"})

    found.add_api_route("/export/{story}/{revision}/{size}/{name}", handed, methods=["GET"], include_in_schema=False)
    return found


def _written(studio: Studio, wanted: tuple[str, int, str, str]) -> Path:
    story, revision, size, name = wanted
    return studio.exported(replace(studio.find(story), revision=revision), format_of(Path(name)), size)
