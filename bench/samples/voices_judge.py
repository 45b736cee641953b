"""Outside judges of bench.voices, run by a Python that has them: pocketsphinx (CMU Sphinx, English) and resemblyzer (a GE2E speaker encoder).

In: {"folder", "names", "lines", "references", "whispered"} on standard input. Out: by name, `words_wrong` (of free dictation), `picked_out` (share of
lines told from the others when only these lines can be said), `outside_id` (share given to the right speaker, whispers left out).
"""

import json
import re
import sys
import wave
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder
from resemblyzer import VoiceEncoder, preprocess_wav
from scipy.signal import resample_poly


def read(path):
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float) / 32768
    return resample_poly(np.pad(samples, 11025), 160, 441)


def words(text):
    return re.sub(r"[^a-z' ]", "", text.lower()).split()


def wrong(said, heard):
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def dictated(decoder, samples):
    decoder.start_utt()
    decoder.process_raw((np.clip(samples, -1, 1) * 32000).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return words(found.hypstr) if found else []


def main():
    job = json.load(sys.stdin)
    folder, lines = Path(job["folder"]), [words(line) for line in job["lines"]]
    free, closed = Decoder(samprate=16000, loglevel="FATAL"), Decoder(samprate=16000, loglevel="FATAL", lm=None)
    choices = " | ".join(" ".join(line) for line in lines)
    closed.add_jsgf_string("lines", f"#JSGF V1.0; grammar lines; public <line> = {choices};")
    closed.activate_search("lines")
    encoder = VoiceEncoder("cpu", verbose=False)

    def embedded(path):
        samples = read(path).astype(np.float32)
        return encoder.embed_utterance(preprocess_wav(samples, 16000))

    cast = [name for name in job["names"] if (folder / f"{name}-reference0.wav").is_file()]
    known = np.stack([np.mean([embedded(folder / f"{name}-reference{k}.wav") for k in range(job["references"])], axis=0) for name in cast])
    found = {}
    for name in job["names"]:
        errors, picked, right, of = 0, 0, 0, 0
        for number, line in enumerate(lines):
            path = folder / f"{name}-{number}.wav"
            samples = read(path)
            errors += wrong(line, dictated(free, samples))
            picked += dictated(closed, samples) == line
            if name in cast and number not in job["whispered"]:
                right += cast[int((known @ embedded(path)).argmax())] == name
                of += 1
        found[name] = {"words_wrong": round(errors / sum(map(len, lines)), 3), "picked_out": round(picked / len(lines), 3)}
        if of:
            found[name]["outside_id"] = round(right / of, 3)
    print(json.dumps(found))


main()
