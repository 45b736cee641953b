"""Addresses of exports: /export/STORY.FORMAT, a story in any format that goes out, made when it is asked for and gone when it is sent."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import anyio
from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.background import BackgroundTask

from app.archives import ENDING
from app.exchange import FORMATS
from app.studio import Studio
from storyboard.errors import FabulaError, Missing

AT_ONCE = 2  # a whole archive is a lot to read
OUT = (*FORMATS, ENDING.removeprefix("."))
PARTS = " .-_'()&,!"  # beside letters and digits, what a file's name may hold


class ExportRoutes:
    """The exports of one home."""

    def __init__(self, studio: Studio):
        self._studio = studio
        self._limiter: anyio.CapacityLimiter | None = None

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/export/{name}", self.export, methods=["GET"], include_in_schema=False)
        return router

    async def export(self, name: str, size: str = "default", lean: bool = False) -> Response:
        """The file, named after the story's title. Stories are named by their ids alone."""
        story, _, ending = name.partition(".")
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        folder = Path(tempfile.mkdtemp(prefix="export-", dir=self._studio.settings.scratch))
        try:
            path = await anyio.to_thread.run_sync(self._written, folder, (story, ending), (size, lean), limiter=self._limiter)
        except FabulaError as error:
            shutil.rmtree(folder, ignore_errors=True)
            return PlainTextResponse(str(error), 404 if isinstance(error, Missing) else 409, {"cache-control": "no-store"})
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return FileResponse(path, media_type="application/octet-stream", filename=path.name, headers={"cache-control": "no-store"}, background=BackgroundTask(shutil.rmtree, folder, True))

    def _written(self, folder: Path, wanted: tuple[str, str], how: tuple[str, bool]) -> Path:
        story, ending = wanted
        if ending not in OUT:
            raise Missing(f"Stories do not go out as {ending!r}. There are: {', '.join(OUT)}.")
        head = self._studio.head(story)
        return self._studio.export(head, folder / f"{file_name(head.title)}.{ending}", *how)


def file_name(title: str) -> str:
    """A title as a file's name, on any system."""
    kept = "".join(sign if sign.isalnum() or sign in PARTS else " " for sign in title)
    return " ".join(kept.split()).strip(". ")[:80] or "story"
