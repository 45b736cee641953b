"""A child process around espeak-ng: JSON on standard input, a wav and JSON out. `python -m generator.espeak_child`

espeak-ng is GPL-3, so it is loaded here and nowhere else; the rest of Fabula talks to this process and never links to it.
In: {"voice": "en-us+f5", "path": "/scratch/x.wav", "phrases": [{"text", "rate", "pitch", "range", "volume"}, ...]}
Out: {"rate": Hz, "lengths": [samples of each phrase in the wav, end to end]}, or {"error": what, "voice": bool} with exit code 1.
"""

from __future__ import annotations

import ctypes
import json
import sys
import wave
from typing import Any

SYNCHRONOUS, DONT_EXIT, UTF8_SSML = 2, 0x8000, 1 | 0x10  # output mode, initialise option, flags of espeak_Synth
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4  # espeak_SetParameter

_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakError(Exception):
    """espeak-ng refused. `voice`: it has no such voice."""

    def __init__(self, message: str, voice: bool = False):
        super().__init__(message)
        self.voice = voice


class Espeak:
    """One loaded library. `say` returns 16-bit mono PCM at `rate` Hz."""

    def __init__(self) -> None:
        import espeakng_loader

        self.library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate: int = self.library.espeak_Initialize(SYNCHRONOUS, 0, data, DONT_EXIT)
        if self.rate <= 0:
            raise EspeakError(f"espeak-ng did not start (code {self.rate}); its data should be in {data.decode()}.")
        self.library.espeak_ng_SetRandSeed(ctypes.c_long(1))  # its breath noise is seeded from the clock otherwise
        self.heard = bytearray()
        self.callback = _Heard(self._hear)  # kept: the library holds a bare pointer to it
        self.library.espeak_SetSynthCallback(self.callback)

    def _hear(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self.heard += ctypes.string_at(samples, count * 2)
        return 0

    def voice(self, name: str) -> None:
        """Speak as `name` from now on. Raises EspeakError if there is no such voice."""
        code = self.library.espeak_SetVoiceByName(name.encode())
        if code != 0:
            raise EspeakError(f"espeak-ng has no voice {name!r} (code {code}).", voice=True)

    def say(self, phrase: dict[str, Any]) -> bytes:
        self.heard.clear()
        for number, value in (
            (RATE, phrase["rate"]),
            (VOLUME, phrase["volume"]),
            (PITCH, phrase["pitch"]),
            (RANGE, phrase["range"]),
        ):
            if self.library.espeak_SetParameter(number, int(value), 0) != 0:
                raise EspeakError(f"espeak-ng refused {value} for parameter {number}.")
        text = phrase["text"].encode()
        code = self.library.espeak_Synth(text, len(text) + 1, 0, 0, 0, UTF8_SSML, None, None)
        if code != 0:
            raise EspeakError(f"espeak-ng could not say {phrase['text'][:60]!r} (code {code}).")
        return bytes(self.heard)


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Say every phrase of `job` into its wav; returns the sample rate and the length of each phrase."""
    espeak = Espeak()
    espeak.voice(job["voice"])
    spoken = [espeak.say(phrase) for phrase in job["phrases"]]
    with wave.open(job["path"], "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(espeak.rate)
        file.writeframes(b"".join(spoken))
    return {"rate": espeak.rate, "lengths": [len(one) // 2 for one in spoken]}


def main() -> int:
    try:
        answer = work(json.load(sys.stdin))
    except (EspeakError, OSError, ImportError, ValueError, KeyError) as error:
        answer = {"error": str(error), "voice": getattr(error, "voice", False)}
    json.dump(answer, sys.stdout)
    return 1 if "error" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
