"""Addresses of exports: /export/STORY.FORMAT?size=preview&revision=3, a story in any format that goes out, made when it is asked for and gone when it is sent."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import anyio
from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.background import BackgroundTask

from app.formats import FILMED, MEANINGS
from app.screenings import file_name
from app.studio import Studio
from storyboard.errors import FabulaError, Missing

TYPES = {"srt": "application/x-subrip", "vtt": "text/vtt", "chapters.vtt": "text/vtt", "csv": "text/csv", "md": "text/markdown", "fountain": "text/plain", "pdf": "application/pdf", "letter.pdf": "application/pdf", "3.pdf": "application/pdf", "3.letter.pdf": "application/pdf",
         "gif": "image/gif", "webm": "video/webm", "mp4": "video/mp4", "mp3": "audio/mpeg", "m4a": "audio/mp4", "poster.png": "image/png", "poster.jpg": "image/jpeg", "sheet.png": "image/png"}  # fmt: skip
AT_ONCE = 2  # a whole archive is a lot to read
SLOW = tuple(FILMED)


class ExportRoutes:
    """The exports of one home."""

    def __init__(self, studio: Studio):
        self._studio = studio
        self._limiters: tuple[anyio.CapacityLimiter, anyio.CapacityLimiter] | None = None

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/export/{name}", self.export, methods=["GET"], include_in_schema=False)
        return router

    async def export(self, name: str, size: str = "default", revision: int | None = None, lean: bool = False, animatic: bool = False) -> Response:
        """The file, named after the story's title. Stories are named by their ids alone."""
        story, _, ending = name.partition(".")
        self._limiters = self._limiters or (anyio.CapacityLimiter(AT_ONCE), anyio.CapacityLimiter(1))  # a film in another form waits for its like alone
        folder = Path(tempfile.mkdtemp(prefix="export-", dir=self._studio.settings.scratch))
        try:
            path = await anyio.to_thread.run_sync(self._written, folder, (story, ending, revision), (size, lean, animatic), limiter=self._limiters[ending in SLOW])
        except FabulaError as error:
            shutil.rmtree(folder, ignore_errors=True)
            return PlainTextResponse(str(error), 404 if isinstance(error, Missing) else 409, {"cache-control": "no-store"})
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return FileResponse(path, media_type=TYPES.get(ending, "application/octet-stream"), filename=path.name, headers={"cache-control": "no-store"}, background=BackgroundTask(shutil.rmtree, folder, True))

    def _written(self, folder: Path, wanted: tuple[str, str, int | None], how: tuple[str, bool, bool]) -> Path:
        story, ending, revision = wanted
        if ending not in MEANINGS:
            raise Missing(f"Stories do not go out as {ending!r}. There are: {', '.join(MEANINGS)}.")
        head = self._studio.head(story)
        head = head if revision is None else replace(head, revision=revision)
        return self._studio.export(head, folder / f"{file_name(head.title)}.{ending}", *how)
