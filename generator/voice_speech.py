"""A line by a speech service: any server with OpenAI's /audio/speech, at FABULA_SPEECH_URL. Its reply is fitted to the slot here.

The text, the voice's name and the delivery leave this machine; nothing else of the story does. The openai client asks; what it raises
becomes one sentence.
"""

from __future__ import annotations

import io
import time
import wave
from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.asking import Asked, client, told
from generator.dubbing import chosen, dubbed, silence
from generator.rig import Service
from storyboard.errors import BadReply, Missing, StepFailed
from storyboard.sound import Delivery, VoiceBase, VoiceParams
from storyboard.speech import spoken
from storyboard.take import Media

PCM_RATE = 24_000  # of a reply without a header
LARGEST = 64 * 2**20  # bytes of one reply
LIMIT_S = 90.0
VOICES = {  # of OpenAI's, for characters that name none
    VoiceBase.WOMAN: "nova", VoiceBase.WOMAN_LOW: "sage", VoiceBase.WOMAN_BRIGHT: "shimmer", VoiceBase.MAN: "echo", VoiceBase.MAN_DEEP: "onyx",
    VoiceBase.MAN_LIGHT: "verse", VoiceBase.GIRL: "coral", VoiceBase.BOY: "fable", VoiceBase.OLD_WOMAN: "alloy", VoiceBase.OLD_MAN: "ash",
    VoiceBase.SMALL: "shimmer", VoiceBase.LARGE: "onyx", VoiceBase.ROBOT: "ballad", VoiceBase.SPIRIT: "alloy",
}  # fmt: skip
MANNER = {
    Delivery.WHISPER: "Whisper.", Delivery.SHOUT: "Shout.", Delivery.TENDER: "Speak softly and close, with tenderness.", Delivery.SAD: "Speak sadly and slowly.",
    Delivery.EXCITED: "Speak fast and with excitement.", Delivery.TIRED: "Speak slowly, tired.",
}  # fmt: skip


def make(params: VoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Raises Missing where no service is set, BadReply, StepFailed."""
    text = spoken(params.text)
    if not text:
        return silence(params, rig)
    if rig.speech is None:
        raise Missing("This story's voices are a speech service's, and none is set. Set FABULA_SPEECH_URL and FABULA_SPEECH_MODEL, or choose direction.voice=espeak.")
    name = chosen(params, (VOICES[params.voice.base],), (VOICES[params.voice.base],))
    samples, rate = sound(asked(rig.speech, text, name, params.delivery))
    return dubbed(samples, rate, params, rig)


def asked(service: Service, text: str, name: str, delivery: Delivery) -> bytes:
    """The reply's bytes. The first one is waited for LIMIT_S; busy servers are asked again."""
    import openai

    where = f"The speech service at {service.shown}"
    asking = Asked(
        where, "FABULA_SPEECH", "choose direction.voice=espeak",
        (f"the line with {{status}} (model {service.model!r}, voice {name!r})", "Correct them, or try again later."), "/v1/audio/speech",
    )  # fmt: skip
    ask, manner = client(service, LIMIT_S).audio.speech.with_streaming_response.create, MANNER.get(delivery, openai.omit)
    with told(asking, LIMIT_S), ask(model=service.model, voice=name, input=text, response_format="wav", instructions=manner) as reply:
        kind = reply.headers.get("content-type", "").partition(";")[0]
        found = _whole(reply.iter_bytes(), where)
    if kind in ("application/json", "text/html", "text/plain") or found[:1] in (b"{", b"<"):
        raise BadReply(f"{where} answered with {kind or 'text'} instead of sound. Is it a /v1/audio/speech endpoint?")
    return found


def _whole(parts: Any, where: str) -> bytes:
    found = bytearray()
    until = time.monotonic() + 2 * LIMIT_S  # the client's limit counts from byte to byte
    for part in parts:
        found += part
        if time.monotonic() > until:
            raise StepFailed(f"{where} was not done after {2 * LIMIT_S:.0f} s. Try again, or choose direction.voice=espeak.")
        if len(found) > LARGEST:
            raise BadReply(f"{where} sent more than {LARGEST // 2**20} MiB for one line. Choose another service.")
    return bytes(found)


def sound(reply: bytes) -> tuple[np.ndarray, int]:
    """Mono samples of a wav (16-bit PCM; a header of a stream that did not know its length is allowed), or of bare 16-bit PCM."""
    if reply[:4] == b"RIFF":
        try:
            return _wav(reply)
        except (wave.Error, EOFError, ZeroDivisionError) as error:
            raise BadReply(f"The speech service sent a wav that cannot be read ({error}). It should be 16-bit PCM.") from error
    if reply[:3] == b"ID3" or reply[:4] in (b"OggS", b"fLaC") or (len(reply) > 1 and reply[0] == 0xFF and reply[1] >= 0xE0 and len(reply) % 2):
        raise BadReply("The speech service sent compressed sound; wav or pcm was asked for. Choose a service that sends wav.")
    if len(reply) < 2 * PCM_RATE // 20:
        raise BadReply(f"The speech service sent {len(reply)} bytes, which is no line. Try again.")
    return np.frombuffer(reply[: len(reply) // 2 * 2], "<i2").astype(np.float64) / 32768, PCM_RATE


def _wav(reply: bytes) -> tuple[np.ndarray, int]:
    at = reply.find(b"data", 12)
    if at > 0 and int.from_bytes(reply[at + 4 : at + 8], "little") > len(reply) - at - 8:  # a stream's: as long as what came
        size = len(reply) - at - 8
        promised = int.from_bytes(reply[at + 4 : at + 8], "little")
        if promised < 0x7FFFFFFF - 4096:
            raise BadReply(f"The speech service's wav was cut: {promised} bytes of sound were promised and {size} came. Try again.")
        reply = reply[: at + 4] + size.to_bytes(4, "little") + reply[at + 8 :]
    with wave.open(io.BytesIO(reply)) as file:
        if file.getsampwidth() != 2 or not file.getnframes():
            raise wave.Error(f"it has {8 * file.getsampwidth()} bits and {file.getnframes()} samples")
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
        return pcm.reshape(-1, file.getnchannels()).mean(axis=1), file.getframerate()
