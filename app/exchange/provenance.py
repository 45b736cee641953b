"""Content credentials (C2PA) of a film, and the metadata that any film says of itself, read back.

A manifest is signed into the copy that is handed over, never into a kept take: a signature bears its moment, and takes are the same for ever.
Certificates are the person's own (FABULA_C2PA_CERT, FABULA_C2PA_KEY); one that `self_made` wrote is shown by readers as untrusted.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.film_metadata import SOFTWARE, SOURCE_TYPE, XMP_BOX
from storyboard.errors import BadInput, Missing

RECIPE = "org.fabula.recipe"  # our own assertion's label
LARGEST_PACKET = 2**20  # bytes of XMP that are read
INSTALL = "pip install 'fabula[provenance]'"


@dataclass(frozen=True)
class Credentials:
    """Who signs: a chain of certificates (PEM, the signer's own first) and the private key of the first."""

    chain: Path
    key: Path


def sign(film: Path, out: Path, title: str, credentials: Credentials, parts: Sequence[tuple[str, str]] = ()) -> None:
    """Copy the film to `out` with a signed manifest. `parts`: (what, licence) of all that went in. Missing, BadInput."""
    try:
        import c2pa
    except ImportError as error:
        raise Missing(f"A C2PA certificate is set, but what signs is not installed. Run `{INSTALL}`, or unset FABULA_C2PA_CERT.") from error
    alg, chain, key = _material(credentials)
    try:
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(alg.encode(), chain, key, None))
        with c2pa.Builder(json.dumps(manifest(title, said(film), parts))) as builder, film.open("rb") as source, out.open("w+b") as target:
            builder.sign(signer, "video/mp4", source, target)
    except c2pa.C2paError as error:
        told = " ".join(str(error).split())[:300]
        raise BadInput(f"The film could not be signed with {credentials.chain.name}: {told}. Give a chain and key made for C2PA.") from error


def manifest(title: str, told: dict[str, str], parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What is claimed: created by software of trained media, from this recipe, with these parts."""
    agent = {"name": SOFTWARE}
    created = {"action": "c2pa.created", "softwareAgent": agent, "digitalSourceType": SOURCE_TYPE, "description": told.get("comment", "AI-generated film")}
    recipe = {"sha256": told.get("recipe", ""), "parts": [{"what": what, "licence": licence} for what, licence in parts]}
    return {
        "claim_generator_info": [agent], "title": title, "format": "video/mp4",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}, {"label": RECIPE, "data": recipe}],
    }  # fmt: skip


def _material(credentials: Credentials) -> tuple[str, bytes, bytes]:
    """The algorithm that the key signs with, and both files' bytes. BadInput in one sentence."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        chain, data = credentials.chain.read_bytes(), credentials.key.read_bytes()
        key = load_pem_private_key(data, None)
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be read: {error.strerror}. Correct FABULA_C2PA_CERT and FABULA_C2PA_KEY, or unset both.") from error
    except (ValueError, TypeError) as error:
        raise BadInput(f"{credentials.key.name} is no private key that can be read: it must be PEM without a password.") from error
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size in (256, 384, 521):
        return {256: "es256", 384: "es384", 521: "es512"}[key.curve.key_size], chain, data
    if isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        return "ps256" if isinstance(key, rsa.RSAPrivateKey) else "ed25519", chain, data
    raise BadInput(f"{credentials.key.name} is a key that C2PA has no use for. Give one of ES256, ES384, ES512, PS256 or Ed25519.")


def credentials_of(path: Path) -> dict[str, Any] | None:
    """The manifest that a film bears, as its reader tells it: title, state (Valid, Invalid, Trusted), signer, findings. None: it has none.
    Missing when the reader is not installed."""
    try:
        import c2pa
    except ImportError as error:
        raise Missing(f"Content credentials cannot be read without their library. Run `{INSTALL}`.") from error
    try:
        with path.open("rb") as file, c2pa.Reader("video/mp4", file) as reader:
            told = json.loads(reader.json())
    except c2pa.C2paError as error:
        if "ManifestNotFound" in type(error).__name__ or "ManifestNotFound" in str(error):
            return None
        raise BadInput(f"The content credentials of {path.name} cannot be read: {' '.join(str(error).split())[:200]}.") from error
    claim = told["manifests"][told["active_manifest"]]
    failures = [one["code"] for one in told.get("validation_results", {}).get("activeManifest", {}).get("failure", [])]
    return {"title": claim.get("title", ""), "state": told.get("validation_state", ""), "signer": claim.get("signature_info", {}), "findings": failures}


def said(path: Path) -> dict[str, str]:
    """What an mp4 says of itself in its XMP packet: title, comment, source, software, recipe; empty where it has none."""
    packet = _packet(path)
    try:
        root = None if packet is None or b"<!DOCTYPE" in packet else ET.fromstring(packet)
    except ET.ParseError:
        root = None
    if root is None:
        return {}
    names = {"DigitalSourceType": "source", "CreatorTool": "software", "recipe": "recipe"}
    found = {names[short]: value for one in root.iter() for name, value in one.attrib.items() if (short := name.rpartition("}")[2]) in names}
    for tag, name in (("title", "title"), ("description", "comment")):
        words = "".join("".join(one.itertext()) for one in root.iter() if one.tag == f"{{http://purl.org/dc/elements/1.1/}}{tag}").strip()
        found |= {name: words} if words else {}
    return {name: re.sub(r"[\x00-\x1f\x7f]+", " ", value)[:2000] for name, value in found.items()}


def _packet(path: Path) -> bytes | None:
    """The XMP box among an mp4's outermost boxes."""
    with path.open("rb") as file:
        at, end = 0, path.stat().st_size
        while at + 24 <= end:
            file.seek(at)
            head = file.read(24)
            size = int.from_bytes(head[:4], "big")
            size = int.from_bytes(head[8:16], "big") if size == 1 else size or end - at
            if head[4:8] == b"uuid" and head[8:] == XMP_BOX and size <= LARGEST_PACKET:
                return file.read(size - 24)
            if size < 8:
                return None
            at += size
    return None
