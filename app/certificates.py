"""A self-made certificate for C2PA: a small authority and a signer under it, ES256, as PEM files.

Nobody vouches for it, so readers show films signed with it as untrusted; what it proves is that a film is unchanged since it was signed.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

from storyboard.errors import BadInput, NoRoom

CHAIN, KEY = "fabula-c2pa-cert.pem", "fabula-c2pa-key.pem"
DAYS = 730


def self_made(folder: Path, name: str = "Fabula, self-made") -> tuple[Path, Path]:
    """The chain and the signer's key in `folder`. What is there already is not written over: BadInput."""
    chain, key = folder / CHAIN, folder / KEY
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder. Make it first, where only you can read.")
    if chain.exists() or key.exists():
        raise BadInput(f"{folder} has a certificate already ({CHAIN}, {KEY}). Give another folder.")
    certificates, secret = _made(name)
    try:
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        chain.write_bytes(certificates)
    except OSError as error:
        raise NoRoom(f"Nothing can be written in {folder}: {error.strerror}.") from error
    return chain, key


def _made(name: str) -> tuple[bytes, bytes]:
    """The chain (signer, authority) and the signer's key, PEM. The authority's key is thrown away."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    authority, signer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate(f"{name}, authority", authority.public_key(), (f"{name}, authority", authority), is_authority=True)
    leaf = _certificate(name, signer.public_key(), (f"{name}, authority", authority), is_authority=False)
    secret = signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return leaf + root, secret


def _certificate(name: str, public: Any, issued_by: tuple[str, Any], is_authority: bool) -> bytes:
    """One X.509 certificate with what the C2PA profile asks of it, PEM. `issued_by`: the issuer's name and key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    issuer, secret = issued_by
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    names = [x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fabula"), x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only", "crl_sign"), False)
    made = (
        x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(public).serial_number(x509.random_serial_number())
        .not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=not is_authority, key_cert_sign=is_authority, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(secret.public_key()), critical=False)
    )  # fmt: skip
    if not is_authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(secret, hashes.SHA256()).public_bytes(Encoding.PEM)
