"""The studio's named calls as MCP tools, at /mcp. The package's own server: gradio's lists its tools before anybody has logged in."""

from __future__ import annotations

from typing import Any

from app.studio import Studio

PATH = "/mcp"
WORDS = "Fabula makes films from one sentence. `make` orders one, `status` tells how it stands; `story` shows it, `edit` changes it, `film` makes only what changed."


def server(studio: Studio) -> Any:
    """A FastMCP whose `streamable_http_app` has one route. It remembers nothing between requests, so a restart breaks no client."""
    from mcp.server.fastmcp import FastMCP
    from mcp.server.transport_security import TransportSecuritySettings

    from app.calls import calls

    # app.door checks host and origin of everything, this too
    made = FastMCP(
        "Fabula", WORDS, streamable_http_path=PATH, stateless_http=True, json_response=True, log_level="WARNING",
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )  # fmt: skip
    for name, call in calls(studio).items():
        made.add_tool(_aside(call), name)
    return made


def _aside(call: Any) -> Any:
    """The call in a thread of its own: one that takes long holds nobody up."""
    import functools

    import anyio

    @functools.wraps(call)
    async def aside(**given: Any) -> Any:
        return await anyio.to_thread.run_sync(functools.partial(call, **given))

    return aside
