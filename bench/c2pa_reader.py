"""A small reader of C2PA manifests in mp4, written from the specification (2.1) and sharing nothing with the library that signs.

It walks the boxes (ISO/IEC 14496-12), the manifest in them (JUMBF, ISO/IEC 19566-5; CBOR by cbor2), verifies the claim's COSE signature by
the `cryptography` package, each assertion's digest, the chain from signer to root, and the hash of the file outside its exclusions.

    python -m bench.c2pa_reader FILM.mp4
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True)
class Checked:
    """What holds of a manifest: is the signature the signer's, are the assertions those signed, is the file the one hashed, does the chain
    lead to its own root (whom nobody need trust)? `source`: the digital source type of what it says was done."""

    signature: bool
    assertions: bool
    content: bool
    chain: bool
    title: str
    action: str
    source: str

    @property
    def is_whole(self) -> bool:
        return self.signature and self.assertions and self.content and self.chain


class Box(NamedTuple):
    """Bytes [start, end) of a file or of a box, header included; the content begins at `body`."""

    name: bytes
    start: int
    body: int
    end: int


def boxes(data: bytes, at: int = 0, end: int | None = None) -> Iterator[Box]:
    end = len(data) if end is None else end
    while at + 8 <= end:
        size, name, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        size = size or end - at
        if size < body - at or at + size > end:
            raise ValueError(f"box {name!r} at {at} does not fit its file")
        yield Box(name, at, body, at + size)
        at += size


def store(data: bytes) -> bytes:
    """The JUMBF bytes in the file. ValueError where there are none."""
    for box in boxes(data):
        if box.name == b"uuid" and data[box.body : box.body + 16] == C2PA_BOX:
            purpose = data.index(b"\0", box.body + 20)  # version and flags are 4 bytes
            return data[purpose + 1 + 8 : box.end]  # the offset of Merkle boxes is 8
    raise ValueError("the film bears no C2PA manifest")


def labelled(data: bytes, at: int = 0, end: int | None = None, path: str = "") -> Iterator[tuple[str, bytes, bytes]]:
    """(path of labels, the superbox without its header, its first content box's content) of every superbox."""
    for box in boxes(data, at, end):
        if box.name != b"jumb":
            continue
        inner = list(boxes(data, box.body, box.end))
        said = data[inner[0].body : inner[0].end]
        label = said[17:].split(b"\0", 1)[0].decode() if said[16] & 2 else ""
        here = f"{path}/{label}" if path else label
        yield here, data[box.body : box.end], data[inner[1].body : inner[1].end] if len(inner) > 1 else b""
        yield from labelled(data, inner[0].end, box.end, here)


def check(film: Path) -> Checked:
    """The newest manifest of a film. ValueError when there is none, or it is no manifest."""
    import cbor2

    data = film.read_bytes()
    found = list(labelled(store(data)))
    name = [path for path, *_ in found if path.count("/") == 1][-1]
    parts = {path.removeprefix(f"{name}/"): (whole, content) for path, whole, content in found if path.startswith(f"{name}/")}
    claim_bytes = next(content for path, (_, content) in parts.items() if path.startswith("c2pa.claim"))
    claim = cbor2.loads(claim_bytes)
    listed = claim.get("created_assertions", []) + claim.get("gathered_assertions", []) + claim.get("assertions", [])
    kept = {one["url"].partition("=")[2]: one for one in listed}
    whole = all(hashlib.new(one.get("alg", claim.get("alg", "sha256")), parts[path][0]).digest() == one["hash"] for path, one in kept.items())
    told = {path.removeprefix("c2pa.assertions/"): cbor2.loads(parts[path][1]) for path in kept if not path.endswith(".json")}
    bound = next(value for path, value in told.items() if path.startswith("c2pa.hash.bmff"))
    action = next(value for path, value in told.items() if path.startswith("c2pa.actions"))["actions"][0]
    certificates, is_signed = signature(parts["c2pa.signature"][1], claim_bytes)
    return Checked(
        is_signed, whole, content_hash(data, bound) == bound["hash"], is_chained(certificates), claim.get("dc:title", ""), action["action"],
        action.get("digitalSourceType", ""),
    )  # fmt: skip


def signature(cose: bytes, claim: bytes) -> tuple[list[Any], bool]:
    """The certificates of a COSE_Sign1 (RFC 9052, ES256) and whether it signs the claim, which is beside it."""
    import cbor2
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    protected, unprotected, _, signed = cbor2.loads(cose).value
    head = {**cbor2.loads(protected), **unprotected}
    if head[1] != -7:
        raise ValueError(f"this reader knows ES256 alone, not COSE algorithm {head[1]}")
    chain = head.get(33) or head["x5chain"]
    certificates = [x509.load_der_x509_certificate(one) for one in (chain if isinstance(chain, list) else [chain])]
    message = cbor2.dumps(["Signature1", protected, b"", claim])
    r, s = int.from_bytes(signed[:32], "big"), int.from_bytes(signed[32:], "big")
    key = certificates[0].public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError(f"ES256 is signed with a key on a curve, and this certificate holds a {type(key).__name__}")
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return certificates, False
    return certificates, True


def is_chained(certificates: list[Any]) -> bool:
    """Whether each certificate is signed by the next, and the last by itself."""
    from cryptography.exceptions import InvalidSignature

    try:
        for one, issuer in zip(certificates, [*certificates[1:], certificates[-1]], strict=True):
            one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def content_hash(data: bytes, bound: Mapping[str, Any]) -> bytes:
    """The file's hash by c2pa.hash.bmff.v2 and later: each outermost box that is not excluded, its offset (8 bytes) first."""
    found = hashlib.new(bound.get("alg", "sha256"))
    for box in boxes(data):
        if not any(_excludes(rule, data, box) for rule in bound["exclusions"]):
            found.update(box.start.to_bytes(8, "big") + data[box.start : box.end])
    return found.digest()


def _excludes(rule: Mapping[str, Any], data: bytes, box: Box) -> bool:
    path = rule["xpath"].strip("/")
    if "/" in path:
        raise ValueError(f"this reader knows outermost exclusions alone, not {rule['xpath']}")
    same = all(data[box.start + one["offset"] :].startswith(one["value"]) for one in rule.get("data") or ())
    return box.name.decode("latin-1") == path and same


if __name__ == "__main__":
    print(check(Path(sys.argv[1])))
