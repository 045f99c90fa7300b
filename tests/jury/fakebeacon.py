"""A beacon of the tests' own: it signs any round at once, and checks as the real one does."""

import json
import sys
from dataclasses import replace
from hashlib import sha256
from types import ModuleType

from jury.beacon import QUICKNET, SIGNED_AS, message_of

SECRET = 20_261_207


def _library() -> tuple[ModuleType, ...]:
    usual = sys.getrecursionlimit()
    from py_ecc import optimized_bls12_381
    from py_ecc.bls import hash_to_curve, point_compression

    sys.setrecursionlimit(usual)
    return optimized_bls12_381, hash_to_curve, point_compression


def _key() -> bytes:
    curve, _hashing, points = _library()
    halves = points.compress_G2(curve.multiply(curve.G2, SECRET))
    return b"".join(half.to_bytes(48, "big") for half in halves)


def sign(round: int) -> bytes:
    curve, hashing, points = _library()
    hashed = hashing.hash_to_G1(message_of(round), SIGNED_AS, sha256)
    return points.compress_G1(curve.multiply(hashed, SECRET)).to_bytes(48, "big")


def shifted(signature: bytes) -> bytes:
    """Return a signature moved by a point of another order: the pairing sees no difference, and
    whoever hands it over could choose among many."""
    curve, _hashing, points = _library()
    # A point of the curve, as nearly all, out of the group.
    outside = points.decompress_G1((1 << 383) + 4)
    point = points.decompress_G1(int.from_bytes(signature, "big"))
    moved = curve.add(point, curve.multiply(outside, curve.curve_order))
    return points.compress_G1(moved).to_bytes(48, "big")


def answer(round: int, signature: bytes) -> bytes:
    """Return what a relay of drand answers."""
    randomness = sha256(signature).hexdigest()
    told = {"round": round, "randomness": randomness, "signature": signature.hex()}
    return json.dumps(told).encode()


CHAIN = replace(QUICKNET, key=_key(), name="fake")
