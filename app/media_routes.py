"""Addresses of kept files: /media/SHA256.EXT, served in place with ranges, and /thumb/SHA256.jpg?w=320, small pictures of them.

What a digest names never changes, so browsers keep both for good. Only files with a row of this home are there.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from app.db.media import Kept
from app.studio import Studio
from storyboard.errors import FabulaError, Missing

TYPES = {"png": "image/png", "mp4": "video/mp4", "wav": "audio/wav", "json": "application/json"}
WIDTHS = (160, 320, 640)  # of small pictures, pixels
FOR_GOOD = "private, max-age=31536000, immutable"
MAKERS = 2  # small pictures made at a time: a board asks for forty at once
QUALITY = 82


class MediaRoutes:
    """The addresses of one home's files."""

    def __init__(self, studio: Studio):
        self._studio = studio
        self._limiter: anyio.CapacityLimiter | None = None
        self._whole = lru_cache(maxsize=4096)(self._checked)  # a file is held against its digest once, until it is another one on the disk

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/media/{sha256}.{ext}", self.media, methods=["GET", "HEAD"], include_in_schema=False)
        router.add_api_route("/thumb/{sha256}.jpg", self.thumb, methods=["GET", "HEAD"], include_in_schema=False)
        return router

    async def media(self, sha256: str, ext: str, request: Request) -> Response:
        """The file itself; with a Range header a part of it."""
        try:
            path, kept = await anyio.to_thread.run_sync(self._file, sha256, ext)
        except FabulaError as error:
            return _none(error)
        headers = {"etag": f'"{kept.sha256}"', "cache-control": FOR_GOOD}
        if _has(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
        return FileResponse(path, media_type=TYPES[kept.format], headers=headers)

    async def thumb(self, sha256: str, request: Request, w: int = 320) -> Response:
        """A JPEG at most `w` wide of a picture, or of a film's first frame."""
        width = next((one for one in WIDTHS if one >= w), WIDTHS[-1])
        etag = f'"{sha256}-{width}"'
        headers = {"etag": etag, "cache-control": FOR_GOOD}
        self._limiter = self._limiter or anyio.CapacityLimiter(MAKERS)
        try:
            path = await anyio.to_thread.run_sync(self._small, sha256, width, limiter=self._limiter)
        except FabulaError as error:
            return _none(error)
        if _has(request, etag):
            return Response(status_code=304, headers=headers)
        return FileResponse(path, media_type="image/jpeg", headers=headers)

    def _file(self, sha256: str, ext: str | None = None) -> tuple[Path, Kept]:
        """A kept file. Missing, Corrupt."""
        kept = self._studio.store.takes.media([sha256]).get(sha256)
        if kept is None or ext not in (None, kept.format) or kept.format not in TYPES:
            raise Missing("There is no such file in this home.")
        path = self._studio.store.media.path(kept.sha256, kept.format)
        if not path.is_file():
            raise Missing("This file is gone. Make the film again: it is made anew.")
        found = path.stat()
        return self._whole(kept, found.st_size, found.st_mtime_ns), kept

    def _checked(self, kept: Kept, _size: int, _changed_ns: int) -> Path:
        return self._studio.store.media.verified(kept)

    def _small(self, sha256: str, width: int) -> Path:
        place = self._studio.settings.thumbs / sha256[:2] / f"{sha256}-{width}.jpg"
        if not place.is_file() or not self._studio.store.takes.media([sha256]):
            path, kept = self._file(sha256)
            if kept.format not in ("png", "mp4"):
                raise Missing("There is nothing to see in this file.")
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f"{place.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
            part.write_bytes(_jpeg(path, kept.format, width))
            part.replace(place)
        return place


def _jpeg(path: Path, format: str, width: int) -> bytes:
    import cv2

    picture: Any = cv2.imread(str(path), cv2.IMREAD_COLOR) if format == "png" else _first_frame(path)
    if picture is None:
        raise Missing("This picture cannot be read. Make the film again: it is made anew.")
    height, wide = picture.shape[:2]
    if wide > width:
        picture = cv2.resize(picture, (width, max(1, round(height * width / wide))), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


def _first_frame(path: Path) -> Any:
    """Of a kept film, which our own makers wrote; strangers' films come in through app.footage."""
    import cv2

    film = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    try:
        return film.read()[1]
    finally:
        film.release()


def _has(request: Request, etag: str) -> bool:
    """Whether who asks has it already."""
    said = request.headers.get("if-none-match", "")
    return said == "*" or etag in [one.strip().removeprefix("W/") for one in said.split(",")]


def _none(error: FabulaError) -> Response:
    return PlainTextResponse(str(error), 404 if isinstance(error, Missing) else 409, {"cache-control": "no-store"})
