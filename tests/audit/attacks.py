"""All bundles that the tests of the verifier plant, good and bad, with what is kept beside them."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from audit import merkle, note
from audit.verify import box
from audit.zipform import packed
from tests.audit import (
    test_lottery_lies,
    test_modes_lies,
    test_verify_box,
    test_verify_foreign,
    test_verify_halts,
    test_verify_libraries,
    test_verify_lies,
    test_verify_rolls,
)
from tests.audit.lottery import Says, StrataRoll
from tests.audit.modes import MODES, Stratified
from tests.audit.older import Older
from tests.audit.packing import directory
from tests.audit.synthetic import FILE, ORIGIN, REF, TIERS, Case, pid, seal, waiting
from tests.audit.test_kept import CASE, TestRegistry, shortened

SAYS = {"choice": "deny", "issues": {}, "tier": None, "v": 1}
Kept = dict[str, list[bytes]]  # `registry`, `checkpoints`, `receipts`


@dataclass
class Attack:
    """A bundle, what somebody kept, and which libraries are not there."""

    name: str
    content: bytes
    kept: Kept = field(default_factory=dict)
    without: tuple[str, ...] = ()


def attacks(folder: Path) -> Iterator[Attack]:
    """Yield every attack; the good bundles first. folder: where zip files may be made."""
    yield from good()
    yield from lies()
    yield from forged()
    yield from mischief(folder)
    yield from kept()
    yield from libraries()


def good() -> Iterator[Attack]:
    for mode, case in MODES.items():
        yield Attack(f"good {mode}", case().bundle())
    yield from at_the_edge()
    yield Attack("good older", Older().bundle())
    for voters, called in ((5, 0), (5, 1), (5, 2), (0, 2)):
        case = Case()
        waiting(case, voters=voters, called=called)
        if not voters:
            case.one("verdict")["panel"]["accepted"] = 0
        yield Attack(f"good {voters} of {called}", case.bundle())


def at_the_edge() -> Iterator[Attack]:
    """Good ones, in which something is as far as it may be."""
    end = test_verify_halts.END
    unmoved = test_verify_halts.resumed(closes_at=end)
    halted = test_verify_halts.with_halt(test_verify_halts.HALTED, unmoved, closes_at=end)
    yield Attack("good halt that moves nothing", halted.bundle())
    early = MODES["early"]()
    early.one("case.closed")["closes_at"] = early.one("roll.committed")["opens_at"]
    yield Attack("good early as it opens", early.bundle())
    early = MODES["early"]()
    next(one for one in early.entries if one.get("pid") == pid(1))["file"] = "0" * 64
    yield Attack("good early with a replaced ballot on another file", early.bundle())
    for threshold, count in ((2, 5), (5, 5), (16, 16)):
        case = MODES["trustees"]()
        case.one("key.split").update(threshold=threshold, count=count)
        yield Attack(f"good trustees {threshold} of {count}", case.bundle())
    beside = Case()
    beside.one("case.opened")["beside_of"] = "A-2026-0001"
    beside.one("verdict")["stands"] = "estimate"
    yield Attack("good estimate", beside.bundle())
    for seats in (4, 32):
        case = MODES["assembly"]()
        case.one("verdict")["numbers"]["seats"] = seats
        yield Attack(f"good assembly of {seats}", case.bundle())
    for number, given_up in enumerate(((1, 1, 1, 1, 1), (2, 3, 2, 3), (5, 4, 3, 2, 1), ())):
        secret = sha256(b"%d" % number).digest()
        panel = Stratified(secret=secret, gives_up=given_up, gives_up_later=(5, 4, 3, 2, 1))
        yield Attack(f"good stratified {number}", panel.bundle())
    for at, name in enumerate(Stratified().lottery.frame.types):
        for number in (1, StrataRoll.SIZES[name.name]):
            panel = Stratified()
            test_lottery_lies.lottery(partial(say_available, at, number))(panel)
            yield Attack(f"{number} available of type {at}", panel.bundle())


def say_available(at: int, number: int, lottery: Says) -> None:
    lottery["types"][at][1] = number


def lies() -> Iterator[Attack]:
    for name, (_where, change) in test_verify_lies.LIES.items():
        case = Case()
        change(case)
        yield Attack(name, case.bundle())
    for name, (mode, _where, change) in {**test_modes_lies.LIES, **test_lottery_lies.LIES}.items():
        case = MODES[mode]()
        change(case)
        yield Attack(name, case.bundle())
    yield Attack("a generous lottery", test_lottery_lies.Generous().bundle())
    for name, (_where, case) in test_verify_halts.LIES.items():
        yield Attack(name, case.bundle())
    halts = test_verify_halts
    yield Attack("good halt", halts.with_halt(halts.HALTED, halts.resumed()).bundle())
    before = {"before": "roll.committed", "closes_at": halts.END}
    early = halts.with_halt(halts.HALTED, halts.resumed(closes_at=None), **before)
    yield Attack("good halt before the poll", early.bundle())
    for name, sealed in {**test_verify_lies.VOID, **test_verify_lies.FULL}.items():
        case = Case()
        case.entries[10].update(file=FILE, sealed=sealed())
        yield Attack(f"ballot: {name}", case.bundle())
    case = Case()
    case.one("case.opened")["tiers"] = [1, *TIERS]
    case.entries[10].update(file=FILE, sealed=seal({**SAYS, "tier": True}, pid(3)))
    yield Attack("ballot: a tier that is true", case.bundle())
    for name, (_words, made) in {**test_verify_rolls.LIES, **test_verify_foreign.REGISTRY}.items():
        yield Attack(name, made().bundle())
    for kind, left in (("case.voided", 3), ("case.voided", 2), ("case.withdrawn", 3)):
        case = Case()
        why = {"why": "key lost"} if kind == "case.voided" else {}
        case.entries = [*case.entries[:-left], {"kind": kind, **why}]
        yield Attack(f"{kind} {left}", case.bundle())


def forged() -> Iterator[Attack]:
    members, lines = Case().members(), Case().lines()
    for name, (_where, member, content) in test_verify_lies.MEMBERS.items():
        yield Attack(name, Case().bundle(**{member: content}))
    for name, bad in (
        ("removed", lines[:-1]),
        ("reordered", [lines[1], lines[0], *lines[2:]]),
        ("added", [*lines, lines[-1]]),
    ):
        others = {name: raw for name, raw in members.items() if not name.startswith("tile/")}
        yield Attack(f"entries {name}", box.written({**others, **directory(bad)}))
    for name, raw in members.items():
        for at in {0, len(raw) // 3, len(raw) // 2, len(raw) - 1}:
            bad_raw = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
            yield Attack(f"{name} flipped at {at}", packed({**members, name: bad_raw}))


def mischief(folder: Path) -> Iterator[Attack]:
    for name, change in test_verify_box.MISCHIEF.items():
        with warnings.catch_warnings(action="ignore"):  # a name stands twice
            content = test_verify_box.packed(change, folder)
        yield Attack(name, content)
    for name, pack in test_verify_box.PACKED.items():
        yield Attack(name, pack())
    whole = Case().bundle()
    for at, content in enumerate((b"", b"PK", bytes(1000), whole + b"\0", b"MZ" + whole)):
        yield Attack(f"no zip {at}", content)


def kept() -> Iterator[Attack]:
    whole, short = Case(), shortened()
    lines = whole.lines()
    yield Attack("shortened", short.bundle())
    for size in (0, 1, 13, len(lines)):
        head = whole.signed(CASE, lines[:size]).encode()
        yield Attack(f"kept {size}", whole.bundle(), {"checkpoints": [head]})
        yield Attack(f"kept {size} of another", short.bundle(), {"checkpoints": [head]})
    other = whole.signed(f"{ORIGIN}/case/C-2026-0002", lines).encode()
    yield Attack("kept of another case", whole.bundle(), {"checkpoints": [other]})
    text = note.Receipt(CASE, merkle.leaf_hash(b"left out"), "2026-11-26T13:00:00Z").text
    absent = note.signed(text, CASE, whole.signer).encode()
    mine = whole.receipt(9).encode()
    for name, files in (("mine", [mine]), ("absent", [mine, absent])):
        yield Attack(f"receipt {name}", whole.bundle(), {"receipts": files})
    stray = note.Receipt(f"{ORIGIN}/case/C-2026-0002", bytes(32), "2026-11-26T13:00:00Z")
    strange = note.signed(stray.text, stray.origin, whole.signer).encode()
    yield Attack("receipt of another case", whole.bundle(), {"receipts": [strange]})
    ends = {"receipts": [mine.replace(b"\n", b"\r\n")], "checkpoints": [head.rstrip()]}
    yield Attack("good with other line ends", whole.bundle(), ends)
    yield Attack("receipt cut off", short.bundle(), {"receipts": [whole.receipt(12).encode()]})
    yield from registry(whole.bundle())


def registry(content: bytes) -> Iterator[Attack]:
    seen = TestRegistry()
    latest = len(seen.entries()) - 9
    later, far = latest + 4, latest + 9
    fork = [*seen.entries()[:-9], *[b"another"] * 9]
    opening, forked = seen.forked()
    link, head = seen.link, lambda size, of=None: seen.head(size, of).encode()
    for at, files in enumerate(
        [
            [head(latest)],
            [head(7)],
            [head(later)],
            [link(latest, far)],
            [link(7, far)],
            [head(7), link(7, far)],
            [head(7), link(7, far), link(latest, far)],
            [link(latest, far), link(7, far), head(7)],
            [head(later), link(later, far), link(later, far - 1)],
            [head(later), link(later, far), link(latest, far)],
            [head(7), link(7, latest)],
            [head(7), link(7, 9), link(9, latest)],
            [head(later, fork), link(later, far), link(latest, far)],
            [head(later, fork), link(later, far, fork), link(latest, far)],
            [head(later), head(later, fork)],
            [head(far), link(latest, far, fork)],
            [head(latest, [b"another", *seen.entries()[1:]])],
            [link(latest, far, [b"another", *seen.entries()[1:]])],
            [link(opening, far, forked)],
            [link(opening, latest - 1, forked)],
            [b"venire/consistency/v1\nold 7\n\n"],
            [Case().signed(f"{ORIGIN}/case/{REF}", Case().lines()).encode()],
        ]
    ):
        yield Attack(f"registry {at}", content, {"registry": files})


def libraries() -> Iterator[Attack]:
    for mode, library in (("beacon", "py_ecc"), ("stratified", "highspy")):
        yield Attack(f"{mode} without {library}", MODES[mode]().bundle(), without=(library,))
    for name, signature in test_verify_libraries.FORGED.items():
        test_verify_libraries.Forged.signature = signature.hex()
        yield Attack(f"beacon: {name}", test_verify_libraries.Forged().bundle())
