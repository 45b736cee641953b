"""The process that decodes one stranger's film: an open file in, plain pictures out on stdout.

    python -m app.footage_process SECONDS MEMORY ARGUMENT...

It bounds its own processor time and memory, gives up writing files, and becomes ffmpeg. The film comes as an open file, so ffmpeg
can be held to the protocols fd and pipe: it can open no path and no address.
"""

from __future__ import annotations

import os
import resource
import sys


def main(seconds: int, memory: int, arguments: list[str]) -> None:
    """Does not come back."""
    import imageio_ffmpeg

    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    for what, most in (("AS", memory), ("CPU", seconds), ("FSIZE", 0), ("CORE", 0), ("NOFILE", 64)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))
    os.execv(ffmpeg, [ffmpeg, *arguments])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
