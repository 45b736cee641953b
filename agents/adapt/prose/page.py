"""A text cut into chapters and paragraphs: headings, breaks, hard-wrapped lines, Markdown."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from storyboard.lexicon import CJK

ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
COUNTED = r"(?:\d{1,4}|[ivxlcIVXLC]{1,8}|(?:the )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?:[- ]\w+)?)"
HEADING = re.compile(
    rf"\s*(?:(?:chapter|part|book|act|canto|kapitel|chapitre|capítulo|capitolo)\s+{COUNTED}\b.{{0,80}}|(?:prologue|epilogue|preface|introduction)\W*"
    rf"|第\s*[0-9〇零一二两三四五六七八九十百千]{{1,8}}\s*[章回节卷部篇幕话].{{0,40}}|{ROMAN}\.?|\d{{1,3}}\.?|(?:序章|尾声|楔子).{{0,10}})\s*",
    re.IGNORECASE,
)
MARKDOWN = re.compile(r"(#{1,6})\s+(.{1,200}?)\s*#*\s*")
BREAK = re.compile(r"\s*(?:(?:[*•·⁂~#=_–—-]\s*){3,}|⁂|\*|#)\s*")
BANNER = re.compile(r"\*\*\* ?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,200}\*\*\*", re.IGNORECASE)
LINK, EMPHASIS, IMAGE = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\s]{0,500}\)"), re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?![\w*])"), re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\)")
ENDED = re.compile(r"[.!?…。！？:：;；][\"”’'」』»)]*$|[\"”」』»]$")
LONGEST_TITLE = 80
OPENED = re.compile(r"((?:The |A |An )?[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|the|and|of|a|an|in|on|his|her|to|who|for|with|at)){1,8})\.\s+(?=[A-Z“\"])")  # a title with a full stop before the tale
BY = re.compile(r"(?:by|von|par|de|作者[:：]?)\s+(.{2,60})", re.IGNORECASE)


class Chapter(NamedTuple):
    """A heading, "" where there is none, and paragraphs; an empty one is a break within the chapter."""

    title: str
    paragraphs: tuple[str, ...]


class Page(NamedTuple):
    """A whole text, its title and author where it says them."""

    title: str
    author: str
    chapters: tuple[Chapter, ...]


def page(text: str) -> Page:
    """The text's chapters in order, those without a word left out."""
    blocks = _blocks(clean(text))
    title, author, blocks = _front(blocks)
    chapters: list[tuple[str, list[str]]] = [("", [])]
    for block in blocks:
        named = heading(block)
        if named is not None:
            chapters.append((named, []))
        elif BREAK.fullmatch(block):
            chapters[-1][1].append("")
        else:
            chapters[-1][1].append(plain(block))
    kept = tuple(Chapter(name, tuple(rows)) for name, rows in chapters if any(any(c.isalnum() for c in row) for row in rows))
    return Page(title, author, kept)


def clean(text: str) -> str:
    """The text without control signs, in composed letters, its rows ended by one sign; a publisher's banner and what is before it cut off."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n")
    text = "".join(c if c in "\n" or c.isprintable() else " " if c.isspace() else "" for c in text if not "\ud800" <= c <= "\udfff")
    banners = {hit[1].upper(): hit for hit in BANNER.finditer(text)}
    end = banners["END"].start() if "END" in banners else len(text)
    return text[banners["START"].end() if "START" in banners else 0 : end]


def heading(block: str) -> str | None:
    """A chapter's name when the paragraph is a heading."""
    if len(block) > 120:
        return None
    found = MARKDOWN.fullmatch(block)
    if found:
        return plain(found[2])
    return plain(block) if HEADING.fullmatch(block) else None


def plain(block: str) -> str:
    """A paragraph without the signs of Markdown."""
    if "](" in block:
        block = LINK.sub(r"\1", IMAGE.sub("", block))
    if "*" in block or "_" in block:
        block = EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", block)).replace("**", "").replace("__", "")
    return " ".join(block.lstrip("> ").split())


def _blocks(text: str) -> list[str]:
    """Paragraphs: parted by empty rows, and by rows where each is one."""
    out: list[str] = []
    for block in re.split(r"\n[^\S\n]*\n\s*", text):
        rows = [row.strip() for row in block.split("\n") if row.strip()]
        whole: list[str] = []
        ended = len(rows) > 1 and sum(bool(ENDED.search(row[-8:])) for row in rows) >= 0.8 * len(rows)
        for row in rows:
            alone = ended or heading(row) is not None or BREAK.fullmatch(row) is not None
            if alone and whole:
                out.append(_joined(whole))
                whole = []
            if alone:
                out.append(row)
            else:
                whole.append(row)
        if whole:
            out.append(_joined(whole))
    return out


def _joined(rows: list[str]) -> str:
    """Hard-wrapped rows as one; a script without spaces gets none."""
    joiner = "" if CJK.search(rows[0][-1]) else " "
    return joiner.join(rows)


def _front(blocks: list[str]) -> tuple[str, str, list[str]]:
    """The title and the author that the first blocks name, and the others."""
    title, author = "", ""
    if len(blocks) > 1:
        first = MARKDOWN.fullmatch(blocks[0]) if len(blocks[0]) < 200 else None
        more = any(MARKDOWN.fullmatch(block) for block in blocks[1:] if len(block) < 200)
        bare = len(blocks[0]) <= LONGEST_TITLE and not ENDED.search(blocks[0]) and not first and heading(blocks[0]) is None and not BREAK.fullmatch(blocks[0])
        if (first and (len(first[1]) == 1 or more) and HEADING.fullmatch(first[2]) is None) or bare:
            title, blocks = plain(first[2] if first else blocks[0])[:LONGEST_TITLE], blocks[1:]
    if len(blocks) > 1 and title and len(blocks[0]) < 80 and (by := BY.fullmatch(plain(blocks[0]))):
        author, blocks = by[1], blocks[1:]
    if not title and blocks and (opened := OPENED.match(blocks[0])) is not None and len(blocks[0]) > opened.end() + 40:
        title, blocks = opened[1], [blocks[0][opened.end() :], *blocks[1:]]
    return title, author, blocks
