"""Many people at one studio: how soon its pages answer, whether a job is lost, what memory the server takes, while films are made.

    python -m bench.studio [--minutes 5] [--clients 20]

A fresh home, `fabula studio` as people start it, and as many HTTP clients as asked, each in a loop of what a browser does: open a page of the
studio, poll health and a job, look at a small picture, edit a line of the story and order its film again (size tiny), now and then order a new
film from a sentence. Every order's number is kept, and at the end each must be done, open or stopped by the bench: never gone, never failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from bench.record import record

PAGES = ("stories", "premise", "cast", "board", "shot", "screening", "settings")
THINK_S = (0.8, 1.2)  # between two ticks of a tab
ASKS = 0.35  # how often something is asked besides
EDIT, NEW = 0.06, 0.005  # how often that is an edit with a film, or a new film
SAMPLE_S = 5.0
Seen = dict[str, list[float]]


class Call:
    """A named call over HTTP, as any language would make it; also counts what it takes."""

    def __init__(self, web: httpx.AsyncClient, seen: Seen):
        self.web, self.seen = web, seen

    async def __call__(self, name: str, **given: Any) -> Any:
        began = time.monotonic()
        event = (await self.web.post(f"gradio_api/call/v2/{name}", json=given)).json()["event_id"]
        said = (await self.web.get(f"gradio_api/call/{name}/{event}")).text
        self.seen[f"call {name}"].append(time.monotonic() - began)
        lines = said.strip().splitlines()
        if "event: complete" not in lines:
            raise RuntimeError(f"{name}: {said[:300]}")
        return json.loads(lines[-1].removeprefix("data: "))[0]

    async def page(self, kind: str, path: str) -> httpx.Response:
        began = time.monotonic()
        answer = await self.web.get(path)
        self.seen[kind].append(time.monotonic() - began)
        answer.raise_for_status()
        return answer


class Tab:
    """An open page: what its timer asks the server once a second."""

    def __init__(self, call: Call, config: dict[str, Any], number: int):
        self._call, self._session = call, f"tab{number:08}"
        ticks = [one for one in config["dependencies"] if any(event == "tick" for _, event in one["targets"])]
        self._timer, self._function, self._inputs = ticks[0]["targets"][0][0], ticks[0]["id"], len(ticks[0]["inputs"])

    async def beat(self) -> None:
        """The stream that a browser holds open as long as the tab is."""
        async with self._call.web.stream("GET", f"gradio_api/heartbeat/{self._session}") as stream:
            async for _ in stream.aiter_bytes():
                pass

    async def tick(self) -> None:
        body = {"data": [None] * self._inputs, "fn_index": self._function, "session_hash": self._session, "trigger_id": self._timer, "event_data": None}
        began = time.monotonic()
        answer = await self._call.web.post("gradio_api/run/predict", json=body)
        self._call.seen["tick"].append(time.monotonic() - began)
        answer.raise_for_status()


async def client(tab: Tab, number: int, call: Call, story: str, until: float, orders: set[int]) -> None:
    """One person: looks much, edits now and then."""
    dice = random.Random(number)
    while time.monotonic() < until:
        await tab.tick()
        await asyncio.sleep(dice.uniform(*THINK_S))
        if dice.random() > ASKS:
            continue
        turn = dice.random()
        if turn < NEW:
            orders.add((await call("make", premise=f"A fox counts to {dice.randrange(10**6)}", size="tiny"))["job"])
        elif turn < NEW + EDIT:
            await call("edit", story=story, changes=[f"story.title=The Lamp {dice.randrange(10**6)}"])
            orders.add((await call("film", story=story, size="tiny"))["job"])
        elif turn < 0.5:
            view = dice.choice(PAGES)
            await call.page("page", f"?view={view}&story={story}")
        elif turn < 0.6 and orders:
            await call("status", job=dice.choice(sorted(orders)))
        elif turn < 0.8:
            await call.page("health", "health")
        else:
            found = await call("takes", story=story)
            pictures = [one["sha256"] for one in found if one["address"].endswith((".png", ".mp4"))]
            if pictures:
                await call.page("small picture", f"thumb/{dice.choice(pictures)}.jpg?w=320")


async def load(address: str, minutes: float, clients: int, pid: int) -> dict[str, Any]:
    seen: Seen = defaultdict(list)
    orders: set[int] = set()
    limits = httpx.Limits(max_connections=4 * clients)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as web:
        call = Call(web, seen)
        first = await call("make", premise="A fox finds a lamp", size="tiny")
        while not (told := await call("status", job=first["job"]))["story"]:
            await asyncio.sleep(0.5)
        orders |= {first["job"], told["job"]}
        config = (await web.get("config")).json()
        seen.clear()
        memory, until = [], time.monotonic() + 60 * minutes
        tabs = [Tab(call, config, number) for number in range(clients)]
        beats = [asyncio.create_task(tab.beat()) for tab in tabs]
        used = cpu_s(pid)
        people = [asyncio.create_task(client(tabs[number], number, call, told["story"], until, orders)) for number in range(clients)]
        while time.monotonic() < until:
            memory.append(rss(pid))
            await asyncio.sleep(SAMPLE_S)
        failures = [repr(one) for one in await asyncio.gather(*people, return_exceptions=True) if one is not None]
        busy = (cpu_s(pid) - used) / (60 * minutes)
        for beat in beats:
            beat.cancel()
        states: dict[str, int] = defaultdict(int)
        for job in sorted(orders):
            states[(await call("status", job=job))["state"]] += 1
    return {"seen": seen, "memory": memory, "states": dict(states), "orders": len(orders), "failures": failures, "busy": busy}


def rss(pid: int) -> float:
    """MB of a process that stay in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_s(pid: int) -> float:
    """Seconds of processor a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def started(home: Path) -> tuple[subprocess.Popen[str], str]:
    """`fabula studio` in a home of its own, and its address."""
    command = [sys.executable, "-m", "app", "studio", "--port", "0", "--no-open"]
    process = subprocess.Popen(command, env={**os.environ, "FABULA_HOME": str(home)}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if " at http" in line:
            return process, line.split(" at ")[1].split()[0]
    raise SystemExit("The studio did not start.")


def table(seen: Seen) -> list[dict[str, Any]]:
    rows = []
    for kind, times in sorted(seen.items()):
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        rows.append({"what": kind, "n": len(times), "p50_ms": round(1000 * median(times)), "p95_ms": round(1000 * p95), "worst_ms": round(1000 * ordered[-1])})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, address = started(Path(folder))
        try:
            found = asyncio.run(load(address, given.minutes, given.clients, process.pid))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    rows, memory = table(found["seen"]), found["memory"]
    for row in rows:
        print(f"{row['what']:16} {row['n']:6} asks   p50 {row['p50_ms']:6} ms   p95 {row['p95_ms']:6} ms   worst {row['worst_ms']:6} ms")
    lost = found["orders"] - sum(found["states"].get(state, 0) for state in ("queued", "making", "done"))
    print(f"{found['orders']} orders: {found['states']}; lost or failed: {lost}; clients that broke off: {len(found['failures'])} {found['failures'][:2]}")
    third = max(1, len(memory) // 3)
    early, late = (round(sum(part) / len(part)) for part in (memory[third : 2 * third] or memory, memory[-third:]))
    print(f"The server's memory: {round(memory[0])} MB at first, {early} MB in the middle third, {late} MB in the last, {round(max(memory))} MB at most")
    print(f"The server used {found['busy']:.0%} of one core; the machine's load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    found = {"busy": round(found["busy"], 2), "load": round(os.getloadavg()[0], 1), "minutes": given.minutes, "clients": given.clients, "answers": rows, "orders": found["states"], "lost": lost,
                      "broke_off": len(found["failures"]), "rss_mb": [round(one) for one in memory]}  # fmt: skip
    record("studio", found, parser, given)


if __name__ == "__main__":
    main()
