"""What a film's file says of itself: title, that it is AI-generated (in words, and as an IPTC digital source type in XMP), what it was made
from (a digest), and its chapters.

Words and chapters are the metadata that ffmpeg writes (iTunes atoms, a chapter track); the XMP packet is a box of its own at the file's
end (ISO 16684-3, "MPEG-4"), after the pictures, so that nothing in the file moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from storyboard.digest import digest, file_digest
from storyboard.params import FilmParams
from storyboard.take import Media
from storyboard.timing import RATE

SOFTWARE = "Fabula"
SAID = "AI-generated: the pictures, voices and music of this film were made by software (Fabula)."
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # the uuid of an XMP packet
OURS = "urn:fabula:film"  # namespace of what XMP has no word for
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:fabula="{ours}"
 xmp:CreatorTool="{software}" Iptc4xmpExt:DigitalSourceType="{source}" fabula:recipe="{recipe}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{said}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def recipe(params: FilmParams, inputs: Mapping[str, Sequence[Media]]) -> str:
    """The digest of what the film was made from: its params, and every file that went in."""
    return digest("film", params, [(role, file_digest(one.path)) for role, several in sorted(inputs.items()) for one in several])


def listed(params: FilmParams) -> str:
    """Title, comment and chapters in ffmpeg's own form (ffmetadata)."""
    rows = [";FFMETADATA1", f"title={_safe(params.title)}", f"comment={_safe(SAID)}"]
    for chapter in params.chapters:
        rows += ["[CHAPTER]", f"TIMEBASE={RATE.denominator}/{RATE.numerator}", f"START={chapter.start}", f"END={chapter.end}", f"title={_safe(chapter.name)}"]
    return "\n".join(rows) + "\n"


def _safe(text: str) -> str:
    """A value as ffmpeg reads it: a backslash at a row's end, escaped or not, would swallow the next row."""
    escaped = re.sub(r"([=;#\\])", r"\\\1", " ".join(text.split()))
    return escaped + " " * escaped.endswith("\\")


def append_xmp(path: Path, title: str, made_from: str) -> None:
    """Add the XMP packet to a whole mp4."""
    known = {"title": title, "said": SAID, "software": SOFTWARE, "source": SOURCE_TYPE, "recipe": made_from, "ours": OURS}
    packet = PACKET.format_map({name: escape(text) for name, text in known.items()}).encode()
    with path.open("ab") as file:
        file.write((24 + len(packet)).to_bytes(4, "big") + b"uuid" + XMP_BOX + packet)
