"""A line by a speech service: any server with OpenAI's /audio/speech, at FABULA_SPEECH_URL. Its reply is fitted to the slot here.

The text, the voice's name and the delivery leave this machine; nothing else of the story does. The openai client asks; what it raises
becomes one sentence.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping

import numpy as np

from generator.asking import Asked, answer, client, key_of, once
from generator.dubbing import chosen, dubbed, silence
from generator.rig import Rig
from storyboard.errors import BadReply
from storyboard.sound import Delivery, VoiceBase, VoiceParams
from storyboard.speech import spoken
from storyboard.take import Media

PCM_RATE = 24_000  # of a reply without a header
LIMIT_S = 90.0
WITHOUT = "choose direction.voice=espeak"
VOICES = {  # of OpenAI's, for characters that name none
    VoiceBase.WOMAN: "nova", VoiceBase.WOMAN_LOW: "sage", VoiceBase.WOMAN_BRIGHT: "shimmer", VoiceBase.MAN: "echo", VoiceBase.MAN_DEEP: "onyx",
    VoiceBase.MAN_LIGHT: "verse", VoiceBase.GIRL: "coral", VoiceBase.BOY: "fable", VoiceBase.OLD_WOMAN: "alloy", VoiceBase.OLD_MAN: "ash",
    VoiceBase.SMALL: "shimmer", VoiceBase.LARGE: "onyx", VoiceBase.ROBOT: "ballad", VoiceBase.SPIRIT: "alloy",
}  # fmt: skip
MANNER = {
    Delivery.WHISPER: "Whisper.", Delivery.SHOUT: "Shout.", Delivery.TENDER: "Speak softly and close, with tenderness.", Delivery.SAD: "Speak sadly and slowly.",
    Delivery.EXCITED: "Speak fast and with excitement.", Delivery.TIRED: "Speak slowly, tired.",
}  # fmt: skip


def make(params: VoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """Raises Missing where no service is set, BadReply, StepFailed."""
    text = spoken(params.text)
    if not text:
        return silence(params, rig)
    name = chosen(params, (VOICES[params.voice.base],), (VOICES[params.voice.base],))
    return asked(rig, text, name, params)


def asked(rig: Rig, text: str, name: str, params: VoiceParams) -> Media:
    """The line as the service says it, in its slot."""
    import openai

    service = rig.service("speech", WITHOUT)
    refused = (f"the line with {{status}} (model {service.model!r}, voice {name!r})", "Correct them, or try again later.")
    asking = Asked(f"The speech service at {service.shown}", "FABULA_SPEECH", WITHOUT, refused, "/v1/audio/speech", LIMIT_S)
    manner = MANNER.get(params.delivery)
    key = key_of(service, text, name, manner, params.seed)
    create = client(service, LIMIT_S).audio.speech.with_streaming_response.create
    return answer(
        rig, asking, key,
        lambda: create(model=service.model, voice=name, input=text, response_format="wav", instructions=manner or openai.omit, extra_headers=once(key)),
        lambda reply: dubbed(*sound(reply), params, rig),
    )  # fmt: skip


def sound(reply: bytes) -> tuple[np.ndarray, int]:
    """Mono samples of a wav (16-bit PCM; a header of a stream that did not know its length is allowed), or of bare 16-bit PCM."""
    if reply[:1] in (b"{", b"<"):
        raise BadReply("The speech service answered with text instead of sound. Is it a /v1/audio/speech endpoint?")
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
