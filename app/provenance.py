"""Where a film comes from, as far as its file can say: the watermark in its pictures, its metadata, its content credentials."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.exchange import provenance as credentials
from app.footage import Limits, looked_over
from storyboard.errors import BadInput, Missing

PICTURES_S = 3  # looked at for each second of film
LIMITS = Limits(seconds=1800)


@dataclass(frozen=True)
class Origin:
    """What a film says. `mark`: the watermark's reading (generator.watermark_reader.Mark); `said`: its metadata; `credentials`: its C2PA
    manifest, None where there is none; `remark`: why something could not be read."""

    mark: dict[str, Any]
    said: dict[str, str]
    credentials: dict[str, Any] | None
    remark: str = ""

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    def words(self) -> str:
        return "\n".join([_of_mark(self.mark), _of_said(self.said), _of_credentials(self.credentials, self.remark)])


def origin(path: Path) -> Origin:
    """Read an MP4, MOV, MKV, WebM or AVI of any maker. BadInput when it is none."""
    from generator.watermark_reader import LONGER, read

    mark = read(looked_over(path, PICTURES_S, LONGER, LIMITS))
    claim, remark = None, ""
    try:
        claim = credentials.credentials_of(path)
    except (Missing, BadInput) as error:
        remark = str(error)
    return Origin(mark._asdict(), credentials.said(path), claim, remark)


def _of_mark(mark: dict[str, Any]) -> str:
    told = f"z = {mark['z']:.1f}; a film without it says so with a chance of at most {mark['chance']:.1g}"
    if not mark["found"]:
        return f"Watermark: not found (best z = {mark['z']:.1f})."
    how = [f"cropped, shown {mark['zoom']:.2f} times as large"] if mark["zoom"] > 1.005 else []
    how += ["mirrored"] if mark["mirrored"] else []
    number = "its number cannot be read" if mark["number"] is None else f"number {mark['number']}"
    return f"Watermark: Fabula, {', '.join([number, *how])} ({told})."


def _of_said(said: dict[str, str]) -> str:
    if not said:
        return "Metadata: it says nothing of how it was made."
    source = said.get("source", "").rpartition("/")[2] or "not said"
    return f"Metadata: {said.get('title', 'no title')!r} by {said.get('software', 'unnamed software')}; source type {source}; recipe {said.get('recipe', 'not said')}."


def _of_credentials(claim: dict[str, Any] | None, remark: str) -> str:
    if remark:
        return f"Content credentials: not read. {remark}"
    if claim is None:
        return "Content credentials: none."
    signer = claim["signer"].get("common_name") or claim["signer"].get("issuer", "unnamed")
    found = f"; findings: {', '.join(claim['findings'])}" if claim["findings"] else ""
    return f"Content credentials: {claim['state']}, signed by {signer}{found}."
