"""A speech service, for real over HTTP on loopback: what is asked, what becomes of the reply, and every way in which it can fail."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from generator import voice_speech, wav
from generator.acoustics import active_rms
from generator.hearing import pitch
from generator.rig import Rig, Service
from storyboard.errors import BadReply, FabulaError, Missing, StepFailed
from storyboard.sound import Delivery, Voice, VoiceBase, VoiceParams, samples_of

KEY = "sk-not-to-be-told"


def tone(hz: float = 200.0, seconds: float = 1.5, rate: int = 24_000) -> np.ndarray:
    """A buzz like a voice's, in 16 bits."""
    at = np.arange(int(seconds * rate)) / rate
    return (8000 * sum(np.sin(2 * np.pi * hz * k * at) / k for k in range(1, 9))).astype("<i2")


def wave_file(samples: np.ndarray, rate: int = 24_000, claimed: int | None = None) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    found = out.getvalue()
    return found if claimed is None else found[:40] + claimed.to_bytes(4, "little") + found[44:]


@contextmanager
def served(*answers: tuple[int, str, bytes]) -> Iterator[tuple[Service, list[dict]]]:
    """A service that gives these answers in turn, the last one for ever; and what it was asked."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append({**body, "path": self.path, "key": self.headers["authorization"]})
            status, kind, reply = answers[min(len(asked), len(answers)) - 1]
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        yield Service(url, "tts", KEY, url), asked
    finally:
        server.shutdown()
        server.server_close()


def say(folder: Path, service: Service | None, **changes: object) -> np.ndarray:
    params = VoiceParams(**{"text": "Run to the *sea* now!", "slot_frames": 60, **changes})
    media = voice_speech.make(params, {}, Rig(folder, services={"speech": service} if service else {}))
    samples = wav.read(media.path)[:, 0]
    assert len(samples) == samples_of(60)
    return samples


def test_the_words_the_voice_and_the_delivery_are_sent_and_the_reply_is_fitted(tmp_path):
    with served((200, "audio/wav", wave_file(tone()))) as (service, asked):
        samples = say(tmp_path, service, delivery=Delivery.EXCITED, voice=Voice(base=VoiceBase.MAN))
    (one,) = asked
    assert (one["path"], one["model"], one["voice"], one["input"], one["response_format"]) == ("/v1/audio/speech", "tts", "echo", "Run to the sea now!", "wav")
    assert "excitement" in one["instructions"] and one["key"] == f"Bearer {KEY}"
    assert active_rms(samples) == pytest.approx(0.1 * 10 ** (1.5 / 20), rel=0.2) and pitch(samples).median == pytest.approx(200, rel=0.02)


def test_characters_keep_their_own_voice_and_size(tmp_path):
    with served((200, "audio/wav", wave_file(tone()))) as (service, asked):
        child = pitch(say(tmp_path, service, voice=Voice(base=VoiceBase.GIRL))).median
        say(tmp_path, service, voice=Voice(base=VoiceBase.MAN, named="en_custom-7"))
    assert child == pytest.approx(200 * 1.12, rel=0.02)
    assert [one["voice"] for one in asked] == ["coral", "en_custom-7"]


@pytest.mark.parametrize("reply", [tone().tobytes(), wave_file(tone(), claimed=0xFFFFFFFF)], ids=["bare pcm", "a stream's wav"])
def test_pcm_and_streamed_wavs_are_read(tmp_path, reply):
    with served((200, "audio/pcm", reply)) as (service, _):
        assert pitch(say(tmp_path, service)).median == pytest.approx(200, rel=0.02)


def test_a_busy_service_is_asked_again(tmp_path):
    with served((503, "text/plain", b"busy"), (200, "audio/wav", wave_file(tone()))) as (service, asked):
        say(tmp_path, service)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        ((401, "application/json", b'{"error": {"message": "sk-not-to-be-told is wrong"}}'), StepFailed, "FABULA_SPEECH_KEY"),
        ((400, "application/json", b'{"error": {"message": "no such voice"}}'), BadReply, "400"),
        ((200, "application/json", b'{"text": "hello"}'), BadReply, "instead of sound"),
        ((200, "audio/wav", wave_file(tone())[:9000]), BadReply, "was cut"),
        ((200, "audio/wav", b"RIFFnonsense"), BadReply, "cannot be read"),
        ((200, "audio/mpeg", b"ID3" + bytes(4000)), BadReply, "compressed"),
        ((200, "audio/wav", b""), BadReply, "0 bytes"),
        ((200, "audio/wav", wave_file(np.zeros(24_000, "<i2"))), StepFailed, "silence"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence_that_holds_no_key(tmp_path, answer, kind, says):
    with served(answer) as (service, _), pytest.raises(kind, match=says) as caught:
        say(tmp_path, service)
    assert KEY not in str(caught.value) and not (tmp_path / "voice.wav").exists()


def test_no_service_and_none_that_answers(tmp_path):
    with pytest.raises(Missing, match="FABULA_SPEECH_URL"):
        say(tmp_path, None)
    with pytest.raises(FabulaError, match="cannot be reached"):
        say(tmp_path, Service("http://127.0.0.1:9/v1", "tts", KEY, "http://127.0.0.1:9/v1"))
