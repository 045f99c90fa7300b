"""drand's beacon `quicknet`: which round a draw waits for, and whether a signature is its own.

A BLS signature (draft-irtf-cfrg-bls-signature, basic scheme) with the key in G2 and signatures in
G1, hashed to the curve by RFC 9380 section 8.8.1. The curve is py_ecc's.
"""

import sys
from datetime import datetime
from hashlib import sha256
from importlib import import_module

from .step import CannotTell, Wrong, need

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"  # its hash
KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS, PERIOD = 1_692_803_367, 3  # Unix time of round 1, and seconds from one to the next
LEAD = 600  # seconds from an announcement to its round
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_DEPTH = sys.getrecursionlimit()


def round_after(at: datetime) -> int:
    """Return the round that a draw announced at `at` waits for."""
    since = int(at.timestamp()) + LEAD - GENESIS
    need(since >= 0, "the draw was announced before the beacon began")
    return since // PERIOD + 1


def check(number: int, signature: bytes) -> None:
    """Raise Wrong unless the beacon signed this round so; CannotTell without py_ecc."""
    try:
        curve = import_module("py_ecc.optimized_bls12_381")
        groups = import_module("py_ecc.bls.g2_primitives")
        hashing = import_module("py_ecc.bls.hash_to_curve")
        points = import_module("py_ecc.bls.point_compression")
    except ImportError:
        raise CannotTell(
            "a beacon's signature takes py_ecc to check: python -m pip install py_ecc"
        ) from None
    finally:
        sys.setrecursionlimit(_DEPTH)  # py_ecc raises it until Python may crash
    key = (int.from_bytes(KEY[:48], "big"), int.from_bytes(KEY[48:], "big"))
    message = sha256(number.to_bytes(8, "big")).digest()
    try:
        signed = points.decompress_G1(int.from_bytes(signature, "big"))
        public = points.decompress_G2(key)
    except ValueError:
        raise Wrong("the beacon's signature is no point of the curve") from None
    whole = not curve.is_inf(signed) and groups.subgroup_check(signed)
    need(whole, "the beacon's signature lies outside its group")
    hashed = hashing.hash_to_G1(message, DOMAIN, sha256)
    same = curve.pairing(curve.G2, signed) == curve.pairing(public, hashed)
    need(same, f"this is not the beacon's signature of round {number}")
