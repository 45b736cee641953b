"""The door: who comes in, by which name, from which page, with how much."""

from __future__ import annotations

import base64

import pytest
from starlette.testclient import TestClient

from app import door
from app.door import Door
from app.keys import FREE_TRIES, LASTS_S, Keys

HERE = "http://127.0.0.1:7860"
PASSWORD = "a password of ours"
PAGE = {"accept": "text/html"}


async def behind(scope, receive, send):
    """An app that reads its body and says how long it was."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the body broke off")
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    headers = [(b"content-type", b"text/plain"), (b"access-control-allow-origin", b"*"), (b"set-cookie", b"theirs=1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": f"{size} bytes".encode()})


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened() -> TestClient:
    return TestClient(Door(behind), base_url=HERE, follow_redirects=False)


@pytest.fixture
def locked(clock: Clock) -> TestClient:
    return TestClient(Door(behind, Keys(PASSWORD, clock)), base_url="http://studio.example", follow_redirects=False)


def basic(password: str, name: str = "anybody") -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


# by which name, from which page


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "localhost", "[::1]:7860", "LOCALHOST:1"])
def test_this_machines_names_are_answered(opened: TestClient, host: str):
    assert opened.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example:7860", "127.0.0.1.evil.example", "10.0.0.7:7860", "localhost.evil.example:7860", ""])
def test_another_name_is_not_answered_without_a_password(opened: TestClient, host: str):
    assert opened.get("/", headers={"host": host}).status_code == 421


def test_a_password_opens_other_names(locked: TestClient):
    assert locked.get("/", headers=basic(PASSWORD)).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:3000", "http://localhost:7860", "https://127.0.0.1"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_another_sites_page_is_refused(opened: TestClient, origin: str, method: str):
    assert opened.request(method, "/gradio_api/queue/join", headers={"origin": origin}).status_code == 403


def test_our_own_page_and_no_page_may_ask(opened: TestClient):
    assert opened.post("/", headers={"origin": HERE, "sec-fetch-site": "same-origin"}).status_code == 200
    assert opened.post("/").status_code == 200


def test_a_link_from_elsewhere_opens_the_page_but_sends_nothing(opened: TestClient):
    from_elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert opened.get("/", headers=from_elsewhere).status_code == 200
    assert opened.post("/", headers=from_elsewhere).status_code == 403
    assert opened.get("/media/x.mp4", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403


def test_what_leaves_carries_safe_headers_and_invites_nobody(opened: TestClient):
    said = opened.get("/").headers
    assert "default-src 'self'" in said["content-security-policy"]
    assert said["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in said
    assert said["set-cookie"] == "theirs=1"


# how much


def test_a_body_is_counted_whether_its_length_is_said_or_not(opened: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(door, "LARGEST_BODY", 1000)
    assert opened.post("/x", content=b"a" * 1000).text == "1000 bytes"
    assert opened.post("/x", content=b"a" * 1001).status_code == 413
    pieces = opened.post("/x", content=(b"a" * 300 for _ in range(4)))
    assert (pieces.status_code, "more" in pieces.text or "larger" in pieces.text) == (413, True)
    assert opened.post("/gradio_api/upload?upload_id=1", content=b"a" * 1001).text == "1001 bytes"


# the password


@pytest.mark.parametrize("path", ["/", "/zh/", "/health", "/mcp", "/media/a.mp4", "/gradio_api/info", "/config", "/theme.css", "/assets/x.js", "//", "/login/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT", "PROPFIND"])
def test_nothing_is_said_without_the_password(locked: TestClient, path: str, method: str):
    assert locked.request(method, path).status_code == 401
    assert locked.request(method, path, headers=basic("wrong")).status_code in (401, 429)


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Bearer", "Bearer \x00", "Digest x", "Basic Og=="])
def test_broken_headers_are_wrong_passwords(locked: TestClient, header: str):
    assert locked.get("/health", headers={"authorization": header}).status_code == 401


@pytest.mark.parametrize("headers", [basic(PASSWORD), basic(PASSWORD, ""), {"authorization": f"Bearer {PASSWORD}"}, {"authorization": f"bearer {PASSWORD}"}])
def test_scripts_say_the_password_in_a_header(locked: TestClient, headers: dict[str, str]):
    assert locked.post("/mcp", headers=headers).status_code == 200


def test_a_person_is_shown_the_page_and_comes_back_where_they_were(locked: TestClient):
    asked = locked.get("/zh/?story=a1", headers=PAGE)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=/zh/%3Fstory%3Da1")
    page = locked.get(asked.headers["location"], headers=PAGE)
    assert 'type="password"' in page.text
    wrong = locked.post(asked.headers["location"], data={"password": "no"}, headers=PAGE)
    assert (wrong.status_code, "not the password" in wrong.text) == (401, True)
    right = locked.post(asked.headers["location"], data={"password": PASSWORD}, headers=PAGE)
    assert (right.status_code, right.headers["location"]) == (303, "/zh/?story=a1")
    assert "HttpOnly" in right.headers["set-cookie"]
    assert "SameSite=Lax" in right.headers["set-cookie"]
    assert locked.get("/zh/").status_code == 200


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login", "/a%0d%0aset-cookie:x", "/é"])
def test_logging_in_leads_to_no_other_site(locked: TestClient, onward: str):
    answer = locked.post(f"/login?next={onward}", data={"password": PASSWORD}, headers=PAGE)
    assert answer.headers["location"] == "/"


def test_a_page_elsewhere_cannot_log_in_here(locked: TestClient):
    assert locked.post("/login", data={"password": PASSWORD}, headers={"origin": "http://evil.example"}).status_code == 403


def test_who_guesses_waits_longer_each_time(locked: TestClient, clock: Clock):
    tries = [locked.get("/health", headers=basic(f"guess {n}")).status_code for n in range(FREE_TRIES + 1)]
    assert tries == [401] * FREE_TRIES + [429]
    waits = locked.get("/health", headers=basic(PASSWORD))
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "1")
    clock.now += 1.1
    assert locked.get("/health", headers=basic("guess")).status_code == 401
    assert locked.post("/login", data={"password": PASSWORD}, headers=PAGE).headers["retry-after"] == "2"
    clock.now += 2.1
    assert locked.get("/health", headers=basic(PASSWORD)).status_code == 200
    assert locked.get("/health", headers=basic("guess")).status_code == 401


def test_who_is_logged_in_is_not_held_up_by_who_guesses(locked: TestClient):
    locked.post("/login", data={"password": PASSWORD})
    cookies = dict(locked.cookies)
    locked.cookies.clear()
    for n in range(FREE_TRIES + 3):
        locked.get("/health", headers=basic(f"guess {n}"))
    locked.cookies.update(cookies)
    assert locked.get("/health").status_code == 200


# keys


def cookie_of(keys: Keys) -> str:
    return keys.cookie(False).partition(";")[0]


def test_a_cookie_outlives_a_restart_but_not_its_end_or_its_password(clock: Clock):
    cookie = cookie_of(Keys(PASSWORD, clock))
    assert Keys(PASSWORD, clock).opens(f"other=1; {cookie}")
    assert not Keys(PASSWORD + "!", clock).opens(cookie)
    clock.now += LASTS_S + 1
    assert not Keys(PASSWORD, clock).opens(cookie)


def test_a_cookie_cannot_be_made_up(clock: Clock):
    keys = Keys(PASSWORD, clock)
    end, _, signature = cookie_of(keys).partition("=")[2].partition(".")
    later = str(int(end) + 1)
    for made_up in (f"fabula={later}.{signature}", f"fabula={end}.", "fabula=", "fabula=.", "fabula=x.y", f"fabula=é.{signature}", "fabula"):
        assert not keys.opens(made_up)


def test_the_password_shows_nowhere():
    keys = Keys(PASSWORD)
    assert PASSWORD not in repr(keys) + str(vars(keys))
