"""Three real OpenAI-compatible servers on loopback, one tiny random model behind them, nothing downloaded.

    llama.cpp         obeys json_schema by a grammar                       in the dev extra
    llama-cpp-python  answers HTTP 500 to json_schema                      pip install 'llama-cpp-python[server]' (built from source, minutes)
    transformers      answers 200 and ignores response_format altogether   in the dev extra

Each runs in a process of its own, under any interpreter that has it. `python -m bench.servers GGUF PORT` is the first of them.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.tiny_model import CONTEXT, TinyModel

ROOT = Path(__file__).parent.parent
START_S = 120.0  # transformers imports torch first
NEEDS = {"llama.cpp": ("xllamacpp",), "llama-cpp-python": ("llama_cpp", "starlette_context"), "transformers": ("transformers", "fastapi", "uvicorn")}


class Served(NamedTuple):
    """Where a server listens, and how the model is called there."""

    url: str
    model: str


def missing(name: str, python: str = sys.executable) -> list[str]:
    """The modules that this server needs and the interpreter does not have."""
    code = f"import importlib.util as u; print(*[m for m in {NEEDS[name]!r} if u.find_spec(m) is None])"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()


@contextmanager
def running(name: str, model: TinyModel, log: Path, python: str = sys.executable) -> Iterator[Served]:
    """The server, up and answering. RuntimeError with the end of its log when it does not come up."""
    port = free_port()
    with log.open("wb") as out:
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen([python, *command(name, model, port)], stdout=out, stderr=out, cwd=ROOT, env=environment)
        try:
            _wait(port, name, process, log)
            yield Served(f"http://127.0.0.1:{port}/v1", str(model.folder) if name == "transformers" else "tiny")
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def command(name: str, model: TinyModel, port: int) -> list[str]:
    """What an interpreter is told, to serve the model at this port."""
    if name == "llama.cpp":
        return ["-m", "bench.servers", str(model.gguf), str(port)]
    if name == "llama-cpp-python":
        return ["-m", "llama_cpp.server", "--model", str(model.gguf), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", str(CONTEXT)]
    return ["-m", "transformers.cli.transformers", "serve", str(model.folder), "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, name: str, process: subprocess.Popen[bytes], log: Path) -> None:
    address = f"http://127.0.0.1:{port}{'/v1/models' if name == 'llama-cpp-python' else '/health'}"
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{name} did not come up at port {port}; its log ends: {log.read_text(errors='replace')[-800:]}")


def main(gguf: str, port: str) -> None:
    """llama.cpp's own server, until the process is ended."""
    import xllamacpp

    asked = xllamacpp.CommonParams()
    asked.model.path, asked.hostnames, asked.port, asked.n_ctx = gguf, ["127.0.0.1"], int(port), CONTEXT
    asked.sampling.seed = 0  # the same request gets the same reply
    server = xllamacpp.Server(asked)
    print(json.dumps({"listening": server.listening_address}), flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
