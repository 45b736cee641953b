"""Every form in which a story goes out, with what it is, in one line each: the command line, batches and pages list the same.

A film, a GIF, a poster or a storyboard is made from what is filmed (slow: seconds to minutes); the others are written from the story at once.
"""

from __future__ import annotations

WRITTEN: dict[str, str] = {
    "srt": "subtitles for players and video sites (SubRip)",
    "vtt": "subtitles for the web, with who speaks (WebVTT)",
    "chapters.vtt": "chapters for a player on the web",
    "fountain": "the screenplay, for writing programs",
    "otio": "the cut, for editing programs that read OpenTimelineIO",
    "otioz": "the same with all its clips and sounds in one file",
    "fcpxml": "the cut, for Final Cut Pro and DaVinci Resolve",
    "fcpxml.zip": "the same with all its clips and sounds",
    "capcut.zip": "a draft for CapCut and JianYing, with its clips and sounds",
    "premiere.zip": "the cut for Premiere Pro (XML), with its clips and sounds",
    "edl": "the cut as an edit decision list (CMX 3600), for every editing program",
    "csv": "the shot list, for spreadsheets",
    "md": "the shot list, to read",
    "json": "the shot list, for scripts",
    "storyboard.json": "the storyboard, for other programs",
    "licences.md": "whose everything in the film is, and under which licence",
    "mid": "the score as notes, for music programs (MIDI)",
}
FILMED: dict[str, str] = {
    "mp4": "the film (H.264 and AAC)",
    "webm": "the film for the web (VP9 and Opus)",
    "gif": "a short moving picture of it without sound, for messages",
    "mp3": "its sound, for every player",
    "m4a": "its sound as it is in the film (AAC)",
    "stems.zip": "its sound in parts: voices, music, effects and air apart",
    "poster.png": "a poster: its best picture under its title",
    "poster.jpg": "the poster, smaller",
    "sheet.png": "a contact sheet: three pictures of every shot",
    "pdf": "the storyboard to print, A4, six shots a page: stills, framing, action, lines, times",
    "letter.pdf": "the same on Letter",
    "3.pdf": "the storyboard to print, A4, three shots a page and room for notes",
    "3.letter.pdf": "that on Letter",
}
KEPT: dict[str, str] = {"fabula": "an archive: the story with all that was made for it"}
MEANINGS: dict[str, str] = WRITTEN | FILMED | KEPT


def listed() -> str:
    """All of them, a row each."""
    return "\n".join(f"  {name:<16} {words}" for name, words in MEANINGS.items())
