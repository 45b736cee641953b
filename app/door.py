"""The door: the one middleware in front of everything the server answers, pages, files, API and MCP alike.

Who is named must be this machine (DNS rebinding), who asks must be one of our own pages or no page at all (forged requests), the password
must be right where one is set, and what is sent must not be too much. Everything that leaves carries the same safe headers.
"""

from __future__ import annotations

import ipaddress
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.keys import Keys
from app.login_page import login_page

UPLOADS = ("/gradio_api/upload", "/zh/gradio_api/upload")  # the only addresses that take large bodies
LARGEST_UPLOAD = 4 * 2**30 + 2**20  # bytes: the largest film that app.footage reads, and what a form adds
LARGEST_BODY = 16 * 2**20  # bytes of anything else
LARGEST_LOGIN = 4096
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


@dataclass(frozen=True)
class Refusal:
    """What is answered instead of what was asked: a sentence, or for people a page."""

    status: int
    words: str
    headers: tuple[tuple[bytes, bytes], ...] = ()
    kind: bytes = b"text/plain; charset=utf-8"


class Door:
    """ASGI. `keys`: who may come in; None where no password is set, which is for loopback only."""

    def __init__(self, app: ASGIApp, keys: Keys | None = None):
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        asked = Asked(scope)
        refusal = self._foreign(asked)
        if refusal is None and self.keys is not None:
            if asked.path == "/login" and asked.is_http:
                return await self._login(self.keys, asked, receive, send)
            refusal = self._locked(self.keys, asked)
        if refusal is not None:
            return await _answer(refusal, scope, send)
        return await self._through(asked, scope, receive, send)

    def _foreign(self, asked: Asked) -> Refusal | None:
        """A request that comes by another machine's name or from another site's page."""
        if self.keys is None and asked.host_name not in LOOPBACK_NAMES:
            return Refusal(421, f"This studio answers to {' and '.join(LOOPBACK_NAMES)} only. To reach it by another name, set FABULA_PASSWORD.")
        if asked.origin and urlsplit(asked.origin).netloc.lower() != asked.host:
            return Refusal(403, "Another site's page may not ask this studio for anything.")
        if asked.site in ("cross-site", "same-site") and (asked.mode != "navigate" or not asked.only_reads):
            return Refusal(403, "Another site's page may not ask this studio for anything.")
        return None

    def _locked(self, keys: Keys, asked: Asked) -> Refusal | None:
        """None for who has a cookie of ours, or says the password in its header."""
        if keys.opens(asked.cookie):
            return None
        if asked.password is not None:
            wait_s = keys.wait_s(asked.address)
            if wait_s:
                return _slower(wait_s)
            if keys.try_password(asked.password, asked.address):
                return None
        if asked.wants_page and asked.only_reads:
            return Refusal(303, "", ((b"location", f"/login?next={quote(asked.path_and_query)}".encode()),))
        return Refusal(401, "This studio asks for its password: log in at /login, or send it as HTTP Basic or Bearer.", ((b"www-authenticate", b'Bearer realm="Fabula"'),))

    async def _login(self, keys: Keys, asked: Asked, receive: Receive, send: Send) -> None:
        """The page, and its form; gradio_client's own `auth=("fabula", password)` sends the same form."""
        onward = _ours(asked.query.get("next", ["/"])[0])
        if asked.only_reads:
            return await _answer(_page(200, onward), asked.scope, send)
        body = await _whole(receive, LARGEST_LOGIN)
        wait_s = keys.wait_s(asked.address)
        if wait_s:
            return await _answer(_page(429, onward, wait_s) if asked.wants_page else _slower(wait_s), asked.scope, send)
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
        if not keys.try_password(given, asked.address):
            return await _answer(_page(401, onward) if asked.wants_page else Refusal(401, "That is not the password."), asked.scope, send)
        cookie = (b"set-cookie", keys.cookie(asked.is_secure).encode())
        if asked.wants_page:
            return await _answer(Refusal(303, "", ((b"location", onward.encode()), cookie)), asked.scope, send)
        return await _answer(Refusal(200, '{"success": true}', (cookie,), b"application/json"), asked.scope, send)

    async def _through(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        """On to the app, with what comes in counted and what goes out given its headers."""
        most = LARGEST_UPLOAD if asked.path.rstrip("/") in UPLOADS else LARGEST_BODY
        too_much = Refusal(413, f"That is larger than {most // 2**20} MiB, the most that may be sent here.", ((b"connection", b"close"),))
        if asked.length > most:
            return await _answer(too_much, scope, send)
        seen, begun, over = 0, False, False

        async def counted() -> Message:
            nonlocal seen, over
            message = await receive()
            seen += len(message.get("body", b"")) if message["type"] == "http.request" else 0
            over = over or seen > most
            return {"type": "http.disconnect"} if over else message

        async def dressed(message: Message) -> None:
            nonlocal begun
            if over and not begun:
                return  # what the app says of a body that broke off; ours is said below
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": _dressed(message.get("headers", []))}
            await send(message)

        try:
            await self.app(scope, counted, dressed)
        except Exception:
            if not over:  # the app may well raise when its body breaks off
                raise
        if over and not begun:
            await _answer(too_much, scope, send)


class Asked:
    """What a request says of itself, read once."""

    def __init__(self, scope: Scope):
        self.scope = scope
        self.is_http = scope["type"] == "http"
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
        self.path: str = scope["path"]
        self.query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        self.path_and_query = self.path + (f"?{scope['query_string'].decode('latin-1')}" if scope.get("query_string") else "")
        self.host = headers.get("host", "").lower()
        self.host_name = self.host if self.host.endswith("]") else self.host.rpartition(":")[0] or self.host
        self.origin = headers.get("origin", "")
        self.site, self.mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
        self.only_reads = self.is_http and scope["method"] in ("GET", "HEAD", "OPTIONS")
        self.is_secure = scope.get("scheme") in ("https", "wss")
        self.wants_page = "text/html" in headers.get("accept", "")
        self.length = int(said) if (said := headers.get("content-length", "")).isdecimal() else 0
        self.cookie = headers.get("cookie", "")
        self.password = _said_password(headers.get("authorization", ""))
        self.address = _address(scope)


def _said_password(header: str) -> str | None:
    """The password of an Authorization header: Basic with any name, or Bearer."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        return b64decode(value, validate=True).decode("utf-8").partition(":")[2]
    except (Error, UnicodeDecodeError):
        return None


def _address(scope: Scope) -> str:
    """Who asks, as far as it matters for counting: an IPv4 address, or the /64 of an IPv6 one."""
    said = (scope.get("client") or ("", 0))[0]
    try:
        found = ipaddress.ip_address(said)
    except ValueError:
        return str(said)
    return str(found if found.version == 4 else ipaddress.ip_network(f"{found}/64", strict=False))


def _ours(onward: str) -> str:
    """A path of this server, whatever an address says: never another site."""
    is_path = onward.startswith("/") and not onward.startswith(("//", "/login")) and "\\" not in onward
    return onward if is_path and onward.isprintable() and onward.isascii() else "/"


def _page(status: int, onward: str, wait_s: float = 0.0) -> Refusal:
    extra = ((b"retry-after", str(round(wait_s)).encode()),) if wait_s else ()
    return Refusal(status, login_page(status, onward, wait_s), extra, b"text/html; charset=utf-8")


def _slower(wait_s: float) -> Refusal:
    return Refusal(429, f"Too many wrong passwords. Wait {wait_s:.0f} seconds.", ((b"retry-after", str(round(wait_s)).encode()),))


def _dressed(headers: Any) -> list[tuple[bytes, bytes]]:
    named = {name for name, _ in HEADERS}
    kept = [(name, value) for name, value in headers if name.lower() not in named and not name.lower().startswith(b"access-control-")]
    return [*kept, *HEADERS]


async def _answer(refusal: Refusal, scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008, "reason": refusal.words[:120]})
    body = b"" if scope["method"] == "HEAD" else refusal.words.encode()
    headers = [(b"content-type", refusal.kind), (b"content-length", str(len(refusal.words.encode())).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": [*headers, *refusal.headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
    return None


async def _whole(receive: Receive, most: int) -> bytes:
    """A small body; b"" when it is larger than that."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return b""
        if not message.get("more_body"):
            return body
