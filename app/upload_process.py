"""The process that decodes one stranger's picture: bytes on stdin, a plain PNG on stdout, or exit code 3 and why not.

    python -m app.upload_process WIDTH HEIGHT PIXELS SECONDS MEMORY

It gives up what it does not need before it looks at a byte: memory and processor time are bounded, it can write no file.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import TYPE_CHECKING

from app.uploads import KINDS, REFUSED

if TYPE_CHECKING:
    from PIL import Image

LEAST = 32  # pixels a side: less is a smudge at the size of a film
WHITE = (255, 255, 255, 255)


class RefusedError(Exception):
    """Why this picture is not taken, as the rest of a sentence that begins with its name."""


def main(width: int, height: int, pixels: int, seconds: int, memory: int) -> int:
    for what, most in (("AS", memory), ("CPU", seconds), ("FSIZE", 0), ("CORE", 0), ("NOFILE", 64)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))
    data = sys.stdin.buffer.read()
    try:
        found = normalised(data, (width, height), pixels)
    except RefusedError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(found)
    return 0


def normalised(data: bytes, size: tuple[int, int], pixels: int) -> bytes:
    """See uploads.picture. RefusedError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # held against `pixels` here, by an exact bound
    try:
        with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as opened:
            _hold(opened, pixels)
            opened.load()
            cut = ImageOps.fit(_plain(ImageOps.exif_transpose(opened)), size, Image.Resampling.LANCZOS)
            flat = _coloured(cut, opened.info.get("icc_profile"))
    except RefusedError:
        raise
    except UnidentifiedImageError as error:
        raise RefusedError("is damaged or not whole: no picture is found in it. Save it again from a picture editor.") from error
    except MemoryError as error:
        raise RefusedError("needs more memory to decode than a picture may. Give a smaller one.") from error
    except Exception as error:  # a decoder raises whatever it likes on bytes made to break it
        said = " ".join(str(error).split())[:100]
        raise RefusedError(f"is damaged or not whole ({type(error).__name__}: {said}). Save it again from a picture editor.") from error
    out = io.BytesIO()
    flat.save(out, "PNG")
    return out.getvalue()


def _hold(opened: Image.Image, pixels: int) -> None:
    """Refuse by what the header says, before anything is decoded."""
    width, height = opened.size
    if width * height > pixels:
        raise RefusedError(f"has {width}x{height} pixels; a picture may have {pixels // 1_000_000} million. Give a smaller one.")
    if min(width, height) < LEAST:
        raise RefusedError(f"has {width}x{height} pixels; a picture needs at least {LEAST} a side. Give a larger one.")


def _plain(opened: Image.Image) -> Image.Image:
    """The same picture in a mode that can be scaled: 16 bits to 8, palettes to their colours, whatever is transparent as RGBA."""
    if opened.mode.startswith(("I", "F")):
        wide = opened.convert("F").point(lambda level: level * (1 / 257.0) + 0.0)  # PNG's levels go to 65535
        return wide.convert("L")
    if "transparency" in opened.info or opened.mode in ("PA", "LA", "La", "RGBa"):
        return opened.convert("RGBA")
    if opened.mode in ("1", "P"):
        return opened.convert("RGB")
    return opened


def _coloured(cut: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the usual colours over white, with nothing attached."""
    from PIL import Image, ImageCms

    if cut.mode == "RGBA":
        cut = Image.alpha_composite(Image.new("RGBA", cut.size, WHITE), cut).convert("RGB")
    if profile and cut.mode in ("RGB", "CMYK", "L"):
        try:
            found = ImageCms.profileToProfile(cut, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB")
            cut = cut if found is None else found
        except (ImageCms.PyCMSError, OSError):  # a profile that cannot be read is as good as none
            cut = cut.convert("RGB")
    flat = Image.new("RGB", cut.size)
    flat.paste(cut.convert("RGB"))
    return flat


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:6])))
