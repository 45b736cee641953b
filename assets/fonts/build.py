"""How these fonts were made: npm's @fontsource packages 5.3.0 (OFL), their script subsets joined into one TrueType file each, and a kern
table measured with HarfBuzz added to those that are drawn without a shaper; and a part of Noto Sans CJK SC Bold (OFL, of apt's fonts-noto-cjk):
the letters of GB 2312 level 1 (3,755 of Chinese, with kana and signs), those of JIS X 0208 level 1, and those that Fabula's own texts use. Run where fonttools 4,
brotli and uharfbuzz are installed:

    npm pack @fontsource/alegreya@5.3.0 @fontsource/alegreya-sans@5.3.0 @fontsource/noto-sans-hebrew@5.3.0 @fontsource/noto-sans-arabic@5.3.0
    for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done
    python build.py FOLDER_OF_THE_ABOVE OUTPUT_FOLDER
"""

from __future__ import annotations

import io
import itertools
import sys
from pathlib import Path

import uharfbuzz
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

EUROPE = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")
MADE = {
    "Alegreya-Bold.ttf": ("alegreya", "700-normal", EUROPE),
    "Alegreya-MediumItalic.ttf": ("alegreya", "500-italic", EUROPE),
    "AlegreyaSans-Bold.ttf": ("alegreya-sans", "700-normal", EUROPE),
    "NotoSansHebrew-SemiBold.ttf": ("noto-sans-hebrew", "600-normal", ("hebrew", "latin")),
    "NotoSansArabic-SemiBold.ttf": ("noto-sans-arabic", "600-normal", ("arabic", "latin")),
}
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÁÂÄÅÇÈÉÊËÍÎÓÔÖÙÚÜàáâäåçèéêëíîñóôöùúüßøØ.,:;!?’‘“”\"'-–—… "
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя.,!?«»—- "
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωάέήίόύώς.,;!- "
ROOT = Path(__file__).resolve().parents[2]
CJK, SIMPLIFIED = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"), 2  # which font of the collection
SPOKEN = ("agents", "storyboard", "app", "tests/scripts", "examples")  # where our own Chinese stands
STILL = 3_786_912_000  # 2024-01-01 in seconds of 1904: the same bytes whenever it is run


def main(source: Path, target: Path) -> None:
    for name, (family, style, scripts) in MADE.items():
        font = joined([source / f"fontsource-{family}-5.3.0/package/files/{family}-{script}-{style}.woff2" for script in scripts])
        if scripts == EUROPE:
            kerned(font, target / name)
        font.save(target / name)
    eastern(ideographs()).save(target / "NotoSansSC-Bold.otf")


def ideographs() -> set[str]:
    """Signs, kana and the common letters as the two standards list them, and every letter of our own Chinese."""
    found = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0xFF01, 0xFF5F))} | set("‘’“”…—–·•、。「」『』〈〉《》【】〜～ー・")
    for standard, rows in (("gb2312", range(0xA1, 0xD8)), ("euc_jp", (0xA1, 0xA4, 0xA5, *range(0xB0, 0xD0)))):
        for pair in itertools.product(rows, range(0xA1, 0xFF)):
            found |= set(bytes(pair).decode(standard, "ignore"))
    files = [file for folder in SPOKEN for kind in ("py", "json", "md", "fountain") for file in (ROOT / folder).rglob(f"*.{kind}")]
    return found | {c for file in files for c in file.read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"}


def eastern(letters: set[str]) -> TTFont:
    """Outlines alone: rows run from left to right, so nothing is kept for columns."""
    font, options = TTFont(CJK, fontNumber=SIMPLIFIED, recalcTimestamp=False), Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 13, 14], notdef_outline=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS"]
    part = Subsetter(options)
    part.populate(unicodes=map(ord, letters))
    part.subset(font)
    font["head"].created = font["head"].modified = STILL
    return font


def joined(parts: list[Path]) -> TTFont:
    plain = []
    for part in parts:
        font, data = TTFont(part), io.BytesIO()
        font.flavor = None
        font.save(data)
        plain.append(io.BytesIO(data.getvalue()))
    whole = Merger().merge(plain)
    whole["head"].created = whole["head"].modified = STILL
    whole.recalcTimestamp = False
    return whole


def kerned(font: TTFont, path: Path) -> None:
    font.save(path)
    measured, glyphs, widths = uharfbuzz.Font(uharfbuzz.Face(path.read_bytes())), font.getBestCmap(), font["hmtx"]
    pairs = {}
    for letters in (LATIN, CYRILLIC, GREEK):
        for left, right in itertools.product([c for c in letters if ord(c) in glyphs], repeat=2):
            a, b = glyphs[ord(left)], glyphs[ord(right)]
            value = advance(measured, left + right) - widths[a][0] - widths[b][0]
            if 4 <= abs(value) < 400:
                pairs[a, b] = value
    table, kern = KernTable_format_0(), newTable("kern")
    table.version, table.coverage, table.kernTable, table.apple, table.tupleIndex = 0, 1, pairs, False, None
    kern.version, kern.kernTables = 0, [table]
    font["kern"] = kern


def advance(font: uharfbuzz.Font, text: str) -> int:
    row = uharfbuzz.Buffer()
    row.add_str(text)
    row.guess_segment_properties()
    uharfbuzz.shape(font, row, {"liga": False, "kern": True, "calt": False, "clig": False, "dlig": False})
    return sum(place.x_advance for place in row.glyph_positions)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
