"""What Gradio keeps of each session: a copy of the whole page, about 0.3 MB, of ten thousand sessions, and every call over HTTP is one.

Here the sessions of open tabs are kept, and of the others the last few, so that memory stays flat (measured: 18 MB for 60 calls before).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from gradio.state_holder import StateHolder
from starlette.types import ASGIApp, Receive, Scope, Send

SHUT = 40  # sessions kept that no tab has open: calls, and tabs whose connection broke off a moment ago
BEAT = "/gradio_api/heartbeat/"  # which a tab holds open as long as it is


class Sessions(StateHolder):
    """Gradio's sessions of one app."""

    def __init__(self, blocks: Any):
        super().__init__()
        self.set_blocks(blocks)
        self.tabs: Counter[str] = Counter()

    def update(self, session_id: str) -> None:
        """It was used; what is shut and was not used for longest goes."""
        with self.lock:
            if session_id in self.session_data:
                self.session_data.move_to_end(session_id)
            shut = [one for one in list(self.session_data) if not self.tabs[one]]
            for one in shut[:-SHUT]:
                self.session_data.pop(one, None)
                self.time_last_used.pop(one, None)


class Beating:
    """ASGI around a Gradio app: tells its sessions which tabs are open."""

    def __init__(self, app: ASGIApp, sessions: Sessions):
        self.app, self.sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, is_beat, session = scope.get("path", "").partition(BEAT)
        if not is_beat:
            return await self.app(scope, receive, send)
        self.sessions.tabs[session] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.sessions.tabs[session] -= 1
            self.sessions.tabs += Counter()  # which drops those at nought
