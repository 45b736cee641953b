"""The server: a real one on loopback, with and without a password."""

from __future__ import annotations

import asyncio
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import numpy as np
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from PIL import Image

from app.calls import NAMES
from app.db.jobs import Job
from app.sessions import BEAT, SHUT, Beating, Sessions
from app.settings import settings
from app.studio import Studio
from storyboard.take import Media
from tests.app import fake_makers, fakes
from tests.app.serve import serving

PASSWORD = "a password of ours"


@pytest.fixture(scope="module")
def homes(memory: Path) -> Iterator[tuple[tuple[Studio, str], tuple[Studio, str]]]:
    """(studio, address) of an open server and of one with a password."""
    with ExitStack() as stack:
        plain = settings({"FABULA_HOME": tempfile.mkdtemp(dir=memory)})
        found = []
        for one in (plain, replace(plain, home=plain.home / "b", database=f"sqlite:///{plain.home / 'b.db'}", password=PASSWORD)):
            studio = stack.enter_context(Studio(one))
            found.append((studio, stack.enter_context(serving(studio))))
        yield found[0], found[1]


@pytest.fixture(scope="module")
def studio(homes: Any) -> Studio:
    found: Studio = homes[0][0]
    return found


@pytest.fixture(scope="module")
def web(homes: Any) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=homes[0][1], timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def shut(homes: Any) -> str:
    address: str = homes[1][1]
    return address


@pytest.fixture(scope="module")
def picture(studio: Studio) -> str:
    path = studio.settings.scratch / "wide.png"
    Image.effect_noise((800, 400), 60).convert("RGB").save(path)
    return studio.store.bring(Media(path, "png", width=800, height=400)).sha256


@pytest.fixture(scope="module")
def film(studio: Studio) -> str:
    from generator.encode import write_mp4

    shown = (np.full((128, 128, 3), (20 * n, 100, 200), np.uint8) for n in range(12))
    return studio.store.bring(write_mp4(studio.settings.scratch / "film.mp4", shown, "12")).sha256


# pages


def test_the_pages_are_there_in_two_languages(web: httpx.Client):
    for path in ("", "zh/"):
        page = web.get(path)
        assert (page.status_code, "gradio_config" in page.text) == (200, True)
    assert web.get("zh", follow_redirects=True).url.path == "/zh/"


def test_health_says_how_it_stands(web: httpx.Client):
    said = web.get("health").json()
    assert (said["ok"], said["database"], said["worker"]) == (True, "answers", False)


def test_no_file_of_the_machine_is_served(web: httpx.Client, studio: Studio):
    here = Path(__file__)
    for path in ("/etc/passwd", here, studio.settings.home / "fabula.db", "pyproject.toml", f"../{here.name}", studio.settings.logs):
        for route in ("gradio_api/file=", "zh/gradio_api/file=", "gradio_api/file/", "static/", "media/", "gradio_api/proxy=http://127.0.0.1:1/"):
            assert web.get(f"{route}{path}").status_code in (400, 403, 404, 405, 422), (route, path)


def test_nothing_is_recorded_reported_or_documented(web: httpx.Client):
    for path in ("gradio_api/runs", "docs", "openapi.json", "monitoring"):
        assert web.get(path).status_code in (403, 404), path
    config = web.get("config").json()
    assert not config.get("analytics_enabled")
    assert not config.get("run_history")


# files


def test_a_kept_file_is_served_whole_and_for_good(web: httpx.Client, film: str):
    answer = web.get(f"media/{film}.mp4")
    assert hashlib.sha256(answer.content).hexdigest() == film
    said = answer.headers
    assert (said["content-type"], said["x-content-type-options"], "immutable" in said["cache-control"]) == ("video/mp4", "nosniff", True)
    assert web.get(f"media/{film}.mp4", headers={"if-none-match": said["etag"]}).status_code == 304
    assert web.head(f"media/{film}.mp4").headers["content-length"] == str(len(answer.content))


def test_a_player_may_seek(web: httpx.Client, film: str):
    whole = web.get(f"media/{film}.mp4").content

    def asked(wanted: str, **more: str) -> tuple[int, bytes]:
        answer = web.get(f"media/{film}.mp4", headers={"range": wanted, **more})
        return answer.status_code, answer.content

    assert asked("bytes=10-19") == (206, whole[10:20])
    assert asked("bytes=-7") == (206, whole[-7:])
    assert asked("bytes=5-") == (206, whole[5:])
    assert asked(f"bytes={len(whole)}-")[0] == 416
    assert asked("bytes=0-1", **{"if-range": '"another file"'}) == (200, whole)
    assert asked("bytes=0-1", **{"if-range": f'"{film}"'}) == (206, whole[:2])


def test_only_files_with_a_row_are_there(web: httpx.Client, studio: Studio, film: str):
    strange = studio.settings.media / "ab" / f"{'ab' * 32}.png"
    strange.parent.mkdir(parents=True, exist_ok=True)
    strange.write_bytes(b"nobody brought this")
    for path in (f"media/{'ab' * 32}.png", f"media/{film}.png", f"media/{film}.exe", f"media/{film[:-1]}.mp4", f"media/{film.upper()}.mp4", "media/..%2Ffabula.db"):
        assert web.get(path).status_code == 404, path


def test_a_damaged_file_is_not_shown_as_whole(web: httpx.Client, studio: Studio):
    kept = studio.store.bring(fake_makers.png(studio.settings.scratch / "bad.png", "ef" * 32))
    path = studio.store.media.path(kept.sha256, "png")
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    answer = web.get(f"media/{kept.sha256}.png")
    assert (answer.status_code, "damaged" in answer.text) == (409, True)


@pytest.mark.parametrize(("asked", "given"), [(160, 160), (200, 320), (320, 320), (5000, 640), (0, 160)])
def test_small_pictures_of_pictures(web: httpx.Client, picture: str, asked: int, given: int):
    answer = web.get(f"thumb/{picture}.jpg?w={asked}")
    small = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["content-type"], small.size) == ("image/jpeg", (given, given // 2))
    assert web.get(f"thumb/{picture}.jpg?w={asked}", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_small_pictures_of_films_and_none_of_sounds(web: httpx.Client, studio: Studio, film: str):
    small = Image.open(io.BytesIO(web.get(f"thumb/{film}.jpg").content))
    assert small.size == (128, 128)
    sound = studio.store.bring(fake_makers.wav(studio.settings.scratch / "a.wav", "ab" * 32)).sha256
    assert web.get(f"media/{sound}.wav").headers["content-type"] == "audio/wav"
    assert web.get(f"thumb/{sound}.jpg").status_code == 404
    assert web.get(f"thumb/{'0' * 64}.jpg").status_code == 404
    assert web.get(f"thumb/{film}.jpg?w=x").status_code == 422


# named calls


@pytest.fixture(scope="module")
def client(homes: Any) -> Client:
    return Client(homes[0][1], verbose=False)


def test_the_public_names_are_these_and_no_others(client: Client, web: httpx.Client):
    for path in ("", "zh/"):
        named = web.get(f"{path}gradio_api/info").json()
        assert set(named["named_endpoints"]) == ({f"/{name}" for name in NAMES} if not path else set())
        assert named["unnamed_endpoints"] == {}
    public = {one["api_name"] for one in web.get("config").json()["dependencies"] if one["api_visibility"] != "private"}
    assert public == set(NAMES)


def test_every_named_call_says_what_it_does_and_what_it_takes(web: httpx.Client):
    for name, one in web.get("gradio_api/info").json()["named_endpoints"].items():
        assert len(one["description"]) > 20, name
        assert all(given["type"] for given in one["parameters"]), name


def test_a_script_edits_orders_and_stops(client: Client, studio: Studio):
    head = studio.add(fakes.story("A script's"))
    assert head.id in [one["id"] for one in client.predict(api_name="/stories")]
    assert client.predict(head.id, api_name="/story")["scenes"][0]["shots"][0]["lines"][0]["text"] == "Line s1-1."
    edited = client.predict(head.id, ["line:s1-1-a.text=Come home."], 1, api_name="/edit")
    assert (edited["revision"], studio.story(head.id).scenes[0].shots[0].lines[0].text) == (2, "Come home.")
    assert client.predict(head.id, api_name="/undo")["revision"] == 1
    job = client.predict(head.id, "tiny", api_name="/film")
    assert (job["state"], client.predict(job["job"], api_name="/status")["state"]) == ("queued", "queued")
    assert client.predict(job["job"], api_name="/stop")["state"] == "stopped"
    assert {one["state"] for one in client.predict(head.id, "tiny", api_name="/explain")} == {"will make", "may make"}
    assert client.predict(head.id, api_name="/takes") == []
    assert client.predict(head.id, "clip:s1-1", api_name="/another")["revision"] == 3


def test_a_script_orders_a_story_from_a_sentence(client: Client, studio: Studio):
    job = client.predict("A fox learns to sail", None, None, 0, "tiny", api_name="/make")
    assert (job["state"], job["target"], studio.writing(studio.job(job["job"])).make) == ("queued", "writing", "film")
    studio.stop(job["job"])


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [("story", ["nobody"], "There is no story 'nobody'"), ("status", [10**6], "There is no job"), ("story", ["/etc/passwd"], "There is no story"),
     ("story", ["../secret.json"], "There is no story"), ("make", ["", None, None, 0, "tiny"], "premise"), ("film", ["nobody", "huge"], "There is no story")],
)  # fmt: skip
def test_an_error_is_its_sentence(client: Client, name: str, given: list[Any], words: str):
    with pytest.raises(AppError, match=words):
        client.predict(*given, api_name=f"/{name}")


def test_a_film_that_is_there_has_its_address(client: Client, studio: Studio, web: httpx.Client, film: str):
    head = studio.add(fakes.story("A made one"))
    job = studio.order(head, "tiny")
    held = studio.store.jobs.claim(job.id)
    assert isinstance(held, Job)
    studio.store.jobs.end(held, "done", film=film)
    address = client.predict(job.id, api_name="/status")["film"]
    assert hashlib.sha256(web.get(address).content).hexdigest() == film


def test_calls_leave_no_sessions_behind_and_open_tabs_keep_theirs():
    with gr.Blocks() as blocks:
        gr.State("here")
    sessions = Sessions(blocks)

    async def beats(scope: Any, receive: Any, send: Any) -> None:
        for number in range(3 * SHUT):
            _ = sessions["a tab"] if number == 0 else sessions[f"call {number}"]
        assert len(sessions.session_data) == SHUT + 1
        assert "a tab" in sessions

    asyncio.run(Beating(beats, sessions)({"path": f"{BEAT}a tab"}, None, None))
    for number in range(SHUT):
        _ = sessions[f"another call {number}"]
    assert "a tab" not in sessions


# MCP


def tools(address: str, headers: dict[str, str] | None = None, call: tuple[str, dict[str, Any]] | None = None) -> Any:
    """The names of the tools, or what one answers."""

    async def asked() -> Any:
        async with streamablehttp_client(f"{address}mcp", headers=headers) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            if call is None:
                return {one.name: one for one in (await session.list_tools()).tools}
            return await session.call_tool(*call)

    return asyncio.run(asked())


def test_mcp_lists_the_same_calls_and_answers(homes: Any, studio: Studio):
    listed = tools(homes[0][1])
    assert set(listed) == set(NAMES)
    assert "premise" in listed["make"].inputSchema["properties"]
    head = studio.add(fakes.story("An agent's"))
    answer = tools(homes[0][1], call=("story", {"story": head.id}))
    assert (answer.isError, "An agent's" in answer.content[0].text) == (False, True)
    refused = tools(homes[0][1], call=("story", {"story": "nobody"}))
    assert (refused.isError, "There is no story 'nobody'" in refused.content[0].text) == (True, True)


# the password


def opened(shut: str) -> list[Callable[[], Any]]:
    return [
        lambda: Client(shut, verbose=False, auth=("fabula", PASSWORD)).predict(api_name="/stories"),
        lambda: Client(shut, verbose=False, headers={"Authorization": f"Bearer {PASSWORD}"}).predict(api_name="/stories"),
        lambda: httpx.get(f"{shut}health", auth=("x", PASSWORD)).json()["ok"],
        lambda: tools(shut, {"Authorization": f"Bearer {PASSWORD}"}),
        lambda: tools(shut, {"Authorization": f"Bearer {PASSWORD}"}, ("stories", {})),
    ]


def test_scripts_and_agents_come_in_with_the_password(shut: str):
    found = [ask() for ask in opened(shut)]
    assert (found[0], found[1], found[2], set(found[3]), found[4].isError) == ([], [], True, set(NAMES), False)


def test_nothing_is_told_without_it(shut: str):
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx.post(f"{shut}mcp", json=listing, headers={"accept": "application/json, text/event-stream"})
    assert (answer.status_code, "premise" in answer.text) == (401, False)
    for path in ("", "zh/", "config", "gradio_api/info", "gradio_api/queue/data?session_hash=x", "health", f"media/{'0' * 64}.mp4", "gradio_api/mcp/", "mcp"):
        answer = httpx.get(f"{shut}{path}")
        assert (answer.status_code, len(answer.text) < 200) == (401, True), path
    with pytest.raises(Exception, match=r"401|credentials|Unauthorized"):
        Client(shut, verbose=False, auth=("fabula", "wrong"))
