"""HTML that is safe by construction: text is escaped unless it is already Html, and tags are built by functions, never by pasting strings."""

from __future__ import annotations

from html import escape
from typing import Any

VOID = frozenset({"img", "input", "br", "track", "source"})


class Html(str):
    """Markup. Anything else that is put into a tag is text, and escaped."""


def tag(name: str, *inside: Any, **attributes: Any) -> Html:
    """`tag("a", "Open", href="?view=board", data_do="open")`. A trailing underscore is dropped and others become hyphens (class_, data_do,
    aria_label); None and False leave an attribute out, True gives one without a value."""
    said = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        said.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value), quote=True)}"')
    if name in VOID:
        return Html(f"<{name}{''.join(said)}>")
    return Html(f"<{name}{''.join(said)}>{join(*inside)}</{name}>")


def join(*parts: Any) -> Html:
    """Parts one after another; lists are flattened, None is nothing."""
    found: list[str] = []
    for part in parts:
        if part is None:
            continue
        if isinstance(part, (list, tuple)):
            found.append(join(*part))
        else:
            found.append(part if isinstance(part, Html) else escape(str(part), quote=True))
    return Html("".join(found))


def link(words: Any, address: str, **attributes: Any) -> Html:
    """A link inside the studio: opened without loading the page anew (shell.js), and an ordinary link all the same."""
    return tag("a", words, href=address, data_go=True, **attributes)


def button(words: Any, do: str, **attributes: Any) -> Html:
    """A button inside a panel: its `do` and every data_... attribute reach the page's handler."""
    kind = attributes.pop("class_", "")
    return tag("button", words, type="button", class_=f"fb-button {kind}".strip(), data_do=do, **attributes)


def media(sha256: str, ending: str) -> str:
    """The address of a kept file."""
    return f"/media/{sha256}.{ending}"


def thumb(sha256: str, width: int = 320) -> str:
    """The address of a small picture of a still or clip."""
    return f"/thumb/{sha256}.jpg?w={width}"


def picture(sha256: str | None, words: str, width: int = 320, **attributes: Any) -> Html:
    """A small picture with its words, or an empty frame that says there is none yet. `words`: what it shows, for who cannot see it."""
    if sha256 is None:
        return tag("div", class_="fb-nopicture", role="img", aria_label=words)
    return tag("img", src=thumb(sha256, width), alt=words, loading="lazy", decoding="async", **attributes)
