"""A beacon of public randomness, and how to check offline what it said.

Many parties that need not trust one another sign the number of a round together, once its time has
come; nobody knows that signature before, and there is only one. So it may come from anywhere: who
hands it over cannot change it. Read here is drand's scheme `bls-unchained-g1-rfc9380`.

Sources: docs.drand.love, "Specification" and "Cryptography"; the BLS signatures of
draft-irtf-cfrg-bls-signature (basic scheme, keys in G2, signatures in G1); hashing to the curve by
RFC 9380 section 8.8.1.
"""

import re
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec

from audit.entry import BadEntry, strict
from kernel.errors import N_, Conflict, Malformed

SCHEME = "bls-unchained-g1-rfc9380"
SIGNED_AS = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
SIGNATURE_SIZE = 48  # bytes: a point of G1, compressed
KEY_SIZE = 96  # bytes: a point of G2, compressed
LARGEST = 4_096  # bytes of an answer; drand's have about 250
HEX = re.compile(r"([0-9a-f]{2})+")
_DEPTH = sys.getrecursionlimit()


class BadBeacon(Malformed):
    """This is not what the beacon said in that round."""


class NoVerifier(Conflict):
    """Beacons cannot be checked here, so none is believed."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A beacon cannot be checked here. Whoever runs this server must first install what "
                "requirements/extras.txt lists."
            )
        )


@dataclass(frozen=True)
class Chain:
    """A beacon's network and key, once and for all.

    key: its public key. genesis: when round 1 came, in seconds of Unix time. period: seconds from
    one round to the next. seed and name: what else its hash is made of.
    """

    key: bytes
    genesis: int
    period: int
    seed: bytes
    name: str

    @property
    def hash(self) -> str:
        """Return the name by which the world knows it (hex): it stands for all of the above."""
        return sha256(
            self.period.to_bytes(4, "big")
            + self.genesis.to_bytes(8, "big")
            + self.key
            + self.seed
            + self.name.encode()
        ).hexdigest()


QUICKNET = Chain(
    key=bytes.fromhex(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
        "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    genesis=1_692_803_367,
    period=3,
    seed=bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"),
    name="quicknet",
)


@dataclass(frozen=True)
class Round:
    """What the beacon said in a round: checked, since `checked_round` alone makes one."""

    number: int
    signature: bytes


def message_of(round: int) -> bytes:
    """Return what the beacon signs in a round: SHA-256(be64(round)).

    Raises BadBeacon for a number that no round has.
    """
    if not 1 <= round < 1 << 63:
        raise BadBeacon(N_("No round of the beacon has this number."))
    return sha256(round.to_bytes(8, "big")).digest()


def read_round(raw: bytes, round: int) -> bytes:
    """Return the signature that an answer of drand's HTTP interface gives for `round`.

    raw: JSON such as `{"round": 7, "randomness": "…", "signature": "…"}`, in hex; `randomness` may
    be missing. The signature is not checked. Raises BadBeacon for anything else.
    """
    try:
        answer = strict(raw) if len(raw) <= LARGEST else None
    except BadEntry:
        answer = None
    if not isinstance(answer, dict) or type(answer.get("round")) is not int:
        raise BadBeacon(N_("This is not an answer of the beacon."))
    if answer["round"] != round:
        raise BadBeacon(N_("The draw waits for round %(round)s; this is another."), round=round)
    signature = _hex(answer.get("signature"), SIGNATURE_SIZE)
    told = answer.get("randomness")
    if told is not None and _hex(told, 32) != sha256(signature).digest():
        raise BadBeacon(N_("The signature and the randomness do not belong together."))
    return signature


def check_signature(chain: Chain, round: int, signature: bytes) -> None:
    """Raise BadBeacon unless `signature` is the one that the beacon made in `round`.

    signature: 48 bytes, a compressed point of G1. It takes about a second. Raises NoVerifier where
    py_ecc is not installed.
    """
    message = message_of(round)
    try:
        import py_ecc  # noqa: F401
        from py_ecc.bls.g2_primitives import subgroup_check
        from py_ecc.bls.hash_to_curve import hash_to_G1
        from py_ecc.bls.point_compression import decompress_G1, decompress_G2
        from py_ecc.bls.typing import G1Compressed, G2Compressed
        from py_ecc.fields import optimized_bls12_381_FQ12 as FQ12
        from py_ecc.optimized_bls12_381.optimized_curve import G2, is_inf, neg
        from py_ecc.optimized_bls12_381.optimized_pairing import final_exponentiate, pairing
    except ImportError:
        raise NoVerifier() from None
    finally:
        sys.setrecursionlimit(_DEPTH)  # py_ecc lets all of Python recurse until it crashes
    bad = BadBeacon(N_("This is not the signature of the beacon for that round."))
    if len(signature) != SIGNATURE_SIZE or len(chain.key) != KEY_SIZE:
        raise bad
    high, low = (int.from_bytes(half, "big") for half in (chain.key[:48], chain.key[48:]))
    try:
        point = decompress_G1(G1Compressed(int.from_bytes(signature, "big")))
        key = decompress_G2(G2Compressed((high, low)))
    except ValueError:
        raise bad from None
    if is_inf(point) or not subgroup_check(point):
        raise bad
    hashed = hash_to_G1(message, SIGNED_AS, sha256)  # type: ignore[arg-type]
    # e(signature, generator) = e(message, key), as one product of which the slow part is done once
    both = pairing(G2, point, False) * pairing(key, neg(hashed), False)
    if final_exponentiate(both) != FQ12.one():
        raise bad


def checked_round(chain: Chain, number: int, signature: bytes) -> Round:
    """Return a round whose signature was checked; raises as `check_signature` does."""
    check_signature(chain, number, signature)
    return Round(number, signature)


def can_check() -> bool:
    """Whether beacons can be checked here: else no draw may wait for one."""
    return find_spec("py_ecc") is not None


def _hex(text: object, size: int) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * size or not HEX.fullmatch(text):
        raise BadBeacon(N_("This is not an answer of the beacon."))
    return bytes.fromhex(text)
