"""The web process: pages, files, API and MCP of one home, behind the door. It makes nothing itself: it inserts jobs and reads rows."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import AsyncIterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from app import worker
from app.calls import Call, calls
from app.door import Door
from app.export_routes import ExportRoutes
from app.keys import Keys
from app.media_routes import MediaRoutes
from app.settings import quiet_gradio
from app.studio import Studio
from storyboard.errors import FabulaError

FONTS = Path(__file__).parent.parent / "assets" / "fonts"
LANGUAGES = {"/zh": "zh", "/": "en"}  # the longer address first: `/` takes everything
LARGEST_FILE = "4gb"  # the largest film that app.footage reads
UNDOCUMENTED: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
AT_ONCE = 4  # named calls of a kind that are answered side by side
KEEP_UPLOADS_S = (3600, 24 * 3600)  # how often uploads are looked through, and how old they may become


def app(studio: Studio) -> Door:
    """The ASGI application of a studio. With FABULA_PASSWORD set everything asks for it; without it only loopback names are answered."""
    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse
    from fastapi.staticfiles import StaticFiles

    quiet_gradio(studio.settings.home)
    mcp = _mcp(studio)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            if mcp is not None:
                await stack.enter_async_context(mcp.session_manager.run())
            yield

    server = FastAPI(title="Fabula", version=our_version(), lifespan=lifespan, **UNDOCUMENTED)
    studio.reads_paths = False
    server.include_router(MediaRoutes(studio).router())
    server.include_router(ExportRoutes(studio).router())
    server.mount("/fonts", StaticFiles(directory=FONTS))
    server.add_api_route("/health", lambda: _health(studio), methods=["GET"])
    if mcp is not None:
        server.router.routes.extend(mcp.streamable_http_app().routes)
    server.add_api_route("/zh", lambda: RedirectResponse("zh/"), methods=["GET", "HEAD"])
    for path, language in LANGUAGES.items():
        _mounted(server, studio, path, language)
    return Door(server, Keys(studio.settings.password) if studio.settings.password else None)


def _mounted(server: Any, studio: Studio, path: str, language: str) -> None:
    import gradio

    from app import ui
    from app.sessions import Beating, Sessions

    blocks = ui.build(studio, language)
    blocks.delete_cache = KEEP_UPLOADS_S
    if path == "/":
        with blocks:
            for name, call in calls(studio).items():
                gradio.api(_plainly(call), api_name=name, concurrency_limit=AT_ONCE)
    gradio.mount_gradio_app(
        server, blocks, path, server_name="127.0.0.1", app_kwargs=UNDOCUMENTED.copy(), footer_links=[], run_history=False, show_error=True, max_file_size=LARGEST_FILE,
        ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, **_dressed(ui.dress(), language),
    )  # fmt: skip
    mounted = server.router.routes[-1]
    mounted.app.state_holder = Sessions(blocks)
    mounted.app = Beating(mounted.app, mounted.app.state_holder)


def _dressed(dress: dict[str, Any], language: str) -> dict[str, Any]:
    """With the page's language said in it: gradio's own page says English."""
    return {**dress, "head": f'<script>document.documentElement.lang = "{language}"</script>{dress["head"]}'}


def _plainly(call: Call) -> Call:
    """A call with its errors as sentences for whoever asked, and its hints as types, which gradio needs."""
    import gradio

    @functools.wraps(call)
    def plainly(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except FabulaError as error:
            raise gradio.Error(str(error), print_exception=False) from error

    plainly.__signature__ = inspect.signature(call, eval_str=True)  # type: ignore[attr-defined]
    plainly.__annotations__ = inspect.get_annotations(call, eval_str=True)
    return plainly


def _mcp(studio: Studio) -> Any:
    """The MCP server; None where the package is not installed."""
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        return None
    from app.mcp_server import server

    return server(studio)


def _health(studio: Studio) -> Any:
    """Whether the database answers, and whether a worker serves this home."""
    from fastapi.responses import JSONResponse

    found: dict[str, Any] = {"version": our_version(), "worker": worker.is_there(studio.store)}
    try:
        studio.store.database.answers()
    except FabulaError as error:
        return JSONResponse({"ok": False, **found, "database": str(error)}, 503)
    return {"ok": True, **found, "database": "answers"}


def our_version() -> str:
    try:
        return version("fabula")
    except PackageNotFoundError:
        return "0"
