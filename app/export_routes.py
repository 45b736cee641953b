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

from app.archives import ENDING
from app.exchange import FORMATS
from app.exchange.stems import ENDING as STEMS
from app.screenings import file_name
from app.studio import Studio
from storyboard.errors import FabulaError, Missing

TYPES = {"srt": "application/x-subrip", "vtt": "text/vtt", "chapters.vtt": "text/vtt", "csv": "text/csv", "md": "text/markdown", "fountain": "text/plain"}
AT_ONCE = 2  # a whole archive is a lot to read
OUT = (*FORMATS, ENDING.removeprefix("."), STEMS.removeprefix("."))


class ExportRoutes:
    """The exports of one home."""

    def __init__(self, studio: Studio):
        self._studio = studio
        self._limiter: anyio.CapacityLimiter | None = None

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/export/{name}", self.export, methods=["GET"], include_in_schema=False)
        return router

    async def export(self, name: str, size: str = "default", revision: int | None = None, lean: bool = False) -> Response:
        """The file, named after the story's title. Stories are named by their ids alone."""
        story, _, ending = name.partition(".")
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        folder = Path(tempfile.mkdtemp(prefix="export-", dir=self._studio.settings.scratch))
        try:
            path = await anyio.to_thread.run_sync(self._written, folder, (story, ending, revision), (size, lean), limiter=self._limiter)
        except FabulaError as error:
            shutil.rmtree(folder, ignore_errors=True)
            return PlainTextResponse(str(error), 404 if isinstance(error, Missing) else 409, {"cache-control": "no-store"})
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return FileResponse(path, media_type=TYPES.get(ending, "application/octet-stream"), filename=path.name, headers={"cache-control": "no-store"}, background=BackgroundTask(shutil.rmtree, folder, True))

    def _written(self, folder: Path, wanted: tuple[str, str, int | None], how: tuple[str, bool]) -> Path:
        story, ending, revision = wanted
        if ending not in OUT:
            raise Missing(f"Stories do not go out as {ending!r}. There are: {', '.join(OUT)}.")
        head = self._studio.head(story)
        head = head if revision is None else replace(head, revision=revision)
        return self._studio.export(head, folder / f"{file_name(head.title)}.{ending}", *how)
