"""A decided case, made from `docs/formats.md` alone: no jury, no database.

`Case()` is good. Its parts can be changed before `bundle()` puts them together, so that a test can
plant any lie that an operator with the signing key could tell.
"""

import base64
import json
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from audit import export, merkle, note
from audit.entry import canonical
from audit.zipform import packed
from tests.audit.lottery import Roll, Says, Stream
from tests.audit.packing import directory

ORIGIN = "venire.test/log"
REF = "C-2026-0001"
FILE = sha256(b"the case file").hexdigest()
SIGNER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
BOX = X25519PrivateKey.from_private_bytes(b"b" * 32)
SECRET = b"r" * 32
VKEY = note.Verifier(ORIGIN, SIGNER.public_key().public_bytes_raw())
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
STANDARD = {
    "name": "small",
    "seats": 5,
    "alternates": 2,
    "quorum": {"absolute": 2, "share": [3, 5]},
    "threshold": {"share": [1, 2], "operator": ">"},
    "denial": None,
    "approval": 0,
    "hours": 72,
    "answer_hours": 24,
    "again": True,
}
CLAUSES = [
    {"id": "light-tier", "version": 2, "digest": "1" * 64},
    {"id": "medication", "version": 1, "digest": "2" * 64},
]
TIERS = [5_000_000, 30_000_000]
OPENERS = ("roll.committed", "assembly.committed")
CHECKPOINT_AT = ("case.opened", "draw.committed", *OPENERS, "case.closed", "verdict")
WINDOW = {"opens_at": "2026-11-23T12:00:00Z", "closes_at": "2026-11-26T12:00:00Z"}


def pid(number: int) -> str:
    return sha256(b"pid %d" % number).hexdigest()[:32]


def seal(says: Any, who: str, case: str = REF, key: X25519PrivateKey = BOX) -> str:
    raw = says if isinstance(says, bytes) else canonical(says)
    plain = (len(raw).to_bytes(2, "big") + raw).ljust(1024, b"\0")
    return seal_plain(plain, who, case, key)


def seal_plain(plain: bytes, who: str, case: str = REF, key: X25519PrivateKey = BOX) -> str:
    """Seal bytes that may be padded in another than the one way."""
    info = f"jury/ballot/v1\n{case}\n{who}".encode()
    return _sealed(plain, key.public_key().public_bytes_raw(), info)


@cache
def _sealed(plain: bytes, key: bytes, info: bytes) -> str:
    """Seal once for all tests: HPKE is never twice the same, and a case should be."""
    public = X25519PublicKey.from_public_bytes(key)
    return base64.b64encode(SUITE.encrypt(plain, public, info)).decode()


def ballot(
    who: str, choice: str, rev: int = 1, tier: int | None = None, ref: str = REF, **more: Any
) -> Says:
    issues = {"medication": "applies" if choice == "deny" else "unclear"}
    says = {"choice": choice, "issues": issues, "tier": tier, "v": 1}
    sealed = {"pid": who, "rev": rev, "file": FILE, "reason": "5" * 64}
    sealed["sealed"] = seal(says, who, ref)
    return {"kind": "ballot", **sealed, **more}


@dataclass
class Case:
    """Entries without `v`, in order.

    Its methods tell a case drawn by a secret of the house; those of `tests.audit.modes` others.
    """

    mode = "drawn"
    standard: Says = field(default_factory=lambda: dict(STANDARD))
    roll: Roll = field(default_factory=Roll)
    entries: list[Says] = field(default_factory=list)
    attached: dict[str, bytes] = field(default_factory=dict)
    signer: Ed25519PrivateKey = SIGNER
    ref: str = REF

    def __post_init__(self) -> None:
        whole = [*self.opening(), *self.ballots(), *self.ending()]
        self.entries = [{"case": self.ref, **one} for one in whole]
        self.attached = {
            **self.attachments({row[1] for one in self.entries for row in one.get("stream", [])}),
            "excluded.json": canonical({"cap": self.roll.cap, "conflict": self.roll.conflict}),
        }

    def attachments(self, ords: set[int]) -> dict[str, bytes]:
        return {"roll.jsonl": self.roll.lines(ords)}

    def opening(self) -> list[Says]:
        """Everything before the ballots."""
        opened = {
            "kind": "case.opened",
            "file": FILE,
            "question": "Is the <light> tier owed?",
            "clauses": CLAUSES,
            "standard": self.standard,
            "tiers": TIERS,
            "key": BOX.public_key().public_bytes_raw().hex(),
            "again_of": None,
            "appeal": False,
        }
        return [opened, *self.drawing(), *self.seating()]

    def committed(self, number: int = 1) -> Says:
        return {
            "kind": "draw.committed",
            "draw": number,
            "mode": self.mode,
            "seats": 5,
            "alternates": 2,
            **self.from_roll(),
            "randomness": self.announced(),
        }

    def from_roll(self) -> Says:
        root = merkle.root(self.roll.hashes).hex()
        roll = {"epoch": 3, "size": len(self.roll.leaves), "root": root}
        return {"roll": roll, "excluded": self.roll.excluded}

    def announced(self) -> Says:
        """What was to decide, before it was known."""
        commitment = sha256(b"jury-draw/v1/house\0" + SECRET).hexdigest()
        return {"kind": "house", "commitment": commitment}

    def shown(self) -> list[Says]:
        """What is logged of it when it is known, before the result."""
        return []

    def randomness(self) -> bytes:
        return SECRET

    def drawing(self) -> list[Says]:
        """From the commitment to the result."""
        committed = self.committed()
        digest = sha256(raw({**committed, "case": self.ref})).digest()
        self.seed = sha256(b"jury-draw/v1/seed\0" + digest + self.randomness()).digest()
        return [committed, *self.shown(), self.result(1, self.draw())]

    def result(self, number: int, rows: list[list[Any]]) -> Says:
        return {
            "kind": "draw.result",
            "draw": number,
            "randomness": self.randomness().hex(),
            "seed": self.seed.hex(),
            "stream": rows,
        }

    def draw(self) -> list[list[Any]]:
        self.stream = Stream(self.roll, self.seed)
        self.rows = self.stream.rows(*["seated"] * 5, *["alternate"] * 2)
        return self.rows

    def seating(self) -> list[Says]:
        """Three seats change hands, the poll opens, and one juror more is gone."""
        alternates = [row[1] for row in self.rows if row[2] == "alternate"]
        first = [replaced(2, "declined", ord) for ord in alternates]
        more = self.stream.rows("seated")
        last = replaced(4, "silent", more[-1][1], more)
        return [*first, last, self.polled(5), replaced(1, "stepped_down", None)]

    def polled(self, voters: int) -> Says:
        pids = sorted(pid(number) for number in range(voters))
        return {"kind": "roll.committed", "pids": pids, **WINDOW}

    def ballots(self) -> list[Says]:
        """Two uphold, one denies after having upheld, one is void."""
        return [
            ballot(pid(0), "uphold", tier=TIERS[1], ref=self.ref),
            ballot(pid(1), "uphold", rev=1, ref=self.ref),
            ballot(pid(3), "deny", file="0" * 64, ref=self.ref),
            ballot(pid(2), "uphold", tier=TIERS[0], ref=self.ref),
            ballot(pid(1), "deny", rev=2, ref=self.ref),
        ]

    def ending(self) -> list[Says]:
        count = {"applies": 0, "does_not_apply": 0, "unclear": 0, "cannot_be_met": 0}
        numbers = {"seats": 5, "cast": 4, "valid": 3, "uphold": 2, "deny": 1, "cannot_judge": 0}
        return [
            {"kind": "case.closed", "ballots": 5, "closes_at": WINDOW["closes_at"]},
            {"kind": "key.revealed", "key": BOX.private_bytes_raw().hex()},
            {
                "kind": "verdict",
                "file": FILE,
                "question": "Is the <light> tier owed?",
                "clauses": CLAUSES,
                "standard": self.standard,
                **self.who_sat(),
                "numbers": {**numbers, "void": 1, "replaced_ballots": 1},
                "issues": {
                    "light-tier": count,
                    "medication": {**count, "applies": 1, "unclear": 2},
                },
                "tier": TIERS[0],
                "tiers": {str(TIERS[0]): 1, str(TIERS[1]): 1},
                "outcome": "upheld",
                "stands": "verdict",
                "software": "venire test",
                "caveats": [],
            },
        ]

    def who_sat(self) -> Says:
        return {"panel": {"drawn": 5, "accepted": 4, "replaced": 4, "randomness": "house"}}

    def one(self, kind: str) -> Says:
        return next(one for one in self.entries if one["kind"] == kind)

    @property
    def opened_by(self) -> str:
        return OPENERS[any(one["kind"] == OPENERS[1] for one in self.entries)]

    def lines(self) -> list[bytes]:
        """The entries as bytes, the verdict completed with what follows from the others."""
        lines = [raw(one) for one in self.entries]
        if self.entries[-1]["kind"] == "verdict":
            verdict = json.loads(json.dumps(self.entries[-1]))
            self._complete(verdict, lines)
            lines[-1] = raw(verdict)
        return lines

    def _complete(self, verdict: Says, lines: list[bytes]) -> None:
        kinds = [one["kind"] for one in self.entries]
        leaves = [merkle.leaf_hash(line) for line in lines]
        heads = verdict.setdefault("checkpoints", {})
        for name, kind in (("opening", self.opened_by), ("closing", "case.closed")):
            head = heads.setdefault(name, {})
            head.setdefault("size", kinds.index(kind) + 1 if kind in kinds else 1)
            head.setdefault("root", merkle.root(leaves[: head["size"]]).hex())
        if "panel" in verdict:
            panel = verdict["panel"]
            panel.setdefault("roll", merkle.root(self.roll.hashes).hex())
            panel.setdefault("seed", self.one("draw.result")["seed"])
            panel.setdefault("void_draws", kinds.count("draw.voided"))

    def bundle(self, **changes: bytes) -> bytes:
        """Return the zip file; `changes` replaces members (`__` in a name stands for `/`)."""
        return packed(self.members(**changes))

    def members(self, **changes: bytes) -> dict[str, bytes]:
        lines = self.lines()
        heads = json.loads(lines[-1]).get("checkpoints", {})
        registry = self.registry()
        notes = {  # size of the case log → registry index and note
            says["size"]: (at, self.signed(ORIGIN, registry[: at + 1]))
            for at, says in enumerate(map(json.loads, registry))
            if says["kind"] == "case.checkpoint"
        }
        opening = heads.get("opening", {}).get("size", 1)
        files = {
            **directory(lines),
            **self.attached,
            "checkpoint": self.signed(f"{ORIGIN}/case/{REF}", lines).encode(),
            "registry/checkpoint": notes[len(lines)][1].encode(),
            "verdict.json": lines[-1],
        }
        for name, size in (("case", len(lines)), ("opening", opening)):
            index, signed = notes[size if size in notes else len(lines)]
            hashes = [merkle.leaf_hash(one) for one in registry[: index + 1]]
            files[f"registry/{name}.entry"] = registry[index]
            files[f"registry/{name}.tlog-proof"] = note.inclusion_file(
                index, merkle.inclusion_proof(hashes, index), signed
            )
        whole = [merkle.leaf_hash(one) for one in registry]
        old = notes[opening if opening in notes else len(lines)][0] + 1
        proof = [one.hex() for one in merkle.consistency_proof(whole, old)]
        link = {"old": old, "new": len(whole), "proof": proof}
        files["registry/consistency.json"] = canonical(link)
        try:
            files.update(views_of(lines))
        except Exception:  # noqa: BLE001  a planted lie may leave nothing to view
            files.update({"votes.csv": b"", "votes.jsonl": b"", "summary.html": b""})
        files.update({name.replace("__", "/"): content for name, content in changes.items()})
        return files

    def registry(self) -> list[bytes]:
        """The registry up to the checkpoint of the whole case, with other entries between."""
        lines = self.lines()
        leaves = [merkle.leaf_hash(line) for line in lines]
        sizes = {at + 1 for at, one in enumerate(self.entries) if one["kind"] in CHECKPOINT_AT}
        named = {head["size"] for head in json.loads(lines[-1]).get("checkpoints", {}).values()}
        found: list[bytes] = []
        for size in sorted(sizes | named | {len(lines)}):
            found += [b'{"at":"2026","by":"system","kind":"demo.event","v":1}'] * size
            found.append(checkpoint_entry(size, merkle.root(leaves[:size])))
        return found

    def signed(self, origin: str, entries: list[bytes]) -> str:
        root = merkle.root(merkle.leaf_hash(one) for one in entries)
        text = note.Checkpoint(origin, len(entries), root).text
        return note.signed(text, origin, self.signer)

    def receipt(self, index: int, merge_by: str = "2026-11-26T13:00:00Z") -> str:
        origin = f"{ORIGIN}/case/{REF}"
        leaf = merkle.leaf_hash(self.lines()[index])
        return note.signed(note.Receipt(origin, leaf, merge_by).text, origin, self.signer)


def views_of(lines: list[bytes]) -> dict[str, bytes]:
    votes = list(export.rows(lines))
    return {
        "votes.csv": b"".join(export.csv(votes)),
        "votes.jsonl": b"".join(export.jsonl(votes)),
        "summary.html": export.summary(lines[-1]),
    }


def replaced(seat: int, why: str, ord: int | None, rows: list[list[Any]] | None = None) -> Says:
    return {"kind": "seat.replaced", "seat": seat, "why": why, "stream": rows or [], "ord": ord}


def raw(says: Says) -> bytes:
    return canonical({"v": 1, "case": REF, **says})


def checkpoint_entry(size: int, root: bytes) -> bytes:
    return raw({"kind": "case.checkpoint", "size": size, "root": root.hex()})


def waiting(case: Case, voters: int, called: int) -> None:
    """Change `case`: it opens with all seats held and both alternates waiting.

    voters: how many uphold, out of the seven on the roll. called: how many alternates step in
    while the poll is open.
    """
    stream = case.one("draw.result")["stream"]
    alternates = [row[1] for row in stream if row[2] == "alternate"]
    steps = [
        {"kind": "seat.replaced", "seat": seat, "why": "silent", "stream": [], "ord": ord}
        for seat, ord in enumerate(alternates[:called], start=1)
    ]
    votes = [ballot(pid(number), "uphold", ref=case.ref) for number in range(voters)]
    kept = [one for one in case.entries if one["kind"] not in {"seat.replaced", "ballot"}]
    case.entries = [*kept[:4], *({"case": case.ref, **one} for one in (*steps, *votes)), *kept[4:]]
    case.one("roll.committed")["pids"] = sorted(pid(number) for number in range(7))
    case.one("case.closed")["ballots"] = voters
    case.attached["roll.jsonl"] = case.roll.lines({row[1] for row in stream})
    verdict = case.one("verdict")
    verdict["panel"].update(accepted=5, replaced=called)
    count = {"cast": voters, "valid": voters, "uphold": voters, "deny": 0}
    verdict["numbers"].update(**count, void=0, replaced_ballots=0)
    verdict["issues"]["medication"].update(applies=0, unclear=voters)
    verdict.update(tiers=dict.fromkeys(map(str, TIERS), 0), tier=TIERS[0] if voters else None)
    if not voters:
        verdict.update(outcome="inquorate", stands="new panel")
