"""What we sign, verify and seal with, against the vectors of the RFCs (`cryptography-vectors`)."""

import ast
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import Suite

from audit import note
from audit.verify import note as second
from audit.verify import step
from audit.vote import SUITE
from jury import seal
from tests.audit import synthetic

FOLDER = Path(cryptography_vectors.__file__).parent
BASE_X25519_HKDF_CHACHA = (0, 0x20, 0x01, 0x03)


def row_of_the_rfc() -> dict[str, Any]:
    """The row of RFC 9180, appendix A.2.1, for the suite that ballots are sealed by."""
    rows = json.loads((FOLDER / "HPKE" / "test-vectors.json").read_text())
    ids = ("mode", "kem_id", "kdf_id", "aead_id")
    (found,) = (row for row in rows if tuple(row[name] for name in ids) == BASE_X25519_HKDF_CHACHA)
    return found


def sealed_by_the_rfc() -> tuple[bytes, X25519PrivateKey, bytes, bytes]:
    """Return what is sealed, the key to it, info and the plaintext.

    The rows seal with `aad`, which ballots do not have. So the key and the nonce to which a row's
    parts lead seal once more without; that they seal the row's own ciphertext is checked before.
    """
    row = row_of_the_rfc()
    first = row["encryptions"][0]
    plain = bytes.fromhex(first["pt"])
    cipher = ChaCha20Poly1305(bytes.fromhex(row["key"]))
    nonce = bytes.fromhex(row["base_nonce"])
    assert cipher.encrypt(nonce, plain, bytes.fromhex(first["aad"])).hex() == first["ct"]
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(row["skRm"]))
    assert key.public_key().public_bytes_raw().hex() == row["pkRm"]
    sealed = bytes.fromhex(row["enc"]) + cipher.encrypt(nonce, plain, b"")
    return sealed, key, bytes.fromhex(row["info"]), plain


def test_what_the_rfc_sealed_opens() -> None:
    sealed, key, info, plain = sealed_by_the_rfc()
    for suite in (SUITE, seal.SUITE, synthetic.SUITE):
        assert suite.decrypt(sealed, key, info) == plain
        with pytest.raises(InvalidTag):
            suite.decrypt(sealed, key, info + b"x")


def suites_in(folder: Path) -> list[Suite]:
    """Return every suite that the files of a folder put together."""
    return [
        Suite(*(getattr(getattr(hpke, part.value.id), part.attr) for part in call.args))
        for path in sorted(folder.glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Suite"
    ]


def test_the_verifier_opens_by_the_same_suite() -> None:
    """It puts its suite together where it opens, so its source is asked which it is."""
    sealed, key, info, plain = sealed_by_the_rfc()
    found = suites_in(Path(second.__file__).parent)
    assert [suite.decrypt(sealed, key, info) for suite in found] == [plain]


def ed25519() -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield private key, message and signature of each of the vectors that RFC 8032 draws on."""
    for line in (FOLDER / "asymmetric" / "Ed25519" / "sign.input").read_text().splitlines():
        keys, _public, message, signed = line.split(":")[:4]
        yield bytes.fromhex(keys)[:32], bytes.fromhex(message), bytes.fromhex(signed)[:64]


def test_every_vector_of_rfc_8032_is_signed_alike() -> None:
    count = 0
    for private, message, signature in ed25519():
        key = Ed25519PrivateKey.from_private_bytes(private)
        assert key.sign(message) == signature
        key.public_key().verify(signature, message)
        count += 1
    assert count == 1024


def test_their_keys_sign_notes_that_both_implementations_read() -> None:
    for at, (private, message, _signature) in enumerate(ed25519()):
        if at % 16:
            continue
        name = f"vectors.test/{at}"
        key = Ed25519PrivateKey.from_private_bytes(private)
        ours = note.Verifier(name, key.public_key().public_bytes_raw())
        theirs = second.key_from(str(ours))
        text = f"{name}\n{at}\n{base64.b64encode((message + bytes(32))[:32]).decode()}\n"
        signed = note.signed(text, name, key)
        assert note.opened(signed, ours) == second.text_of(signed.encode(), theirs) == text
        assert second.checkpoint(signed.encode(), theirs).size == at
        raw = base64.b64decode(signed.split(" ")[-1])
        bad = signed.replace(note.b64(raw), note.b64(raw[:-1] + bytes([raw[-1] ^ 1])))
        with pytest.raises(note.BadNote):
            note.opened(bad, ours)
        with pytest.raises(step.Wrong):
            second.text_of(bad.encode(), theirs)
