"""Questions to what the verifier asks of witnesses and of keys that follow each other; see
`probes`."""

from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

from audit import merkle, note
from audit.cosignature import ML_DSA
from audit.entry import canonical, strict
from tests.audit.fakewitness import FakeWitness
from tests.audit.probes_of_nouns import Get, Probe
from tests.audit.synthetic import ORIGIN, SIGNER, VKEY, Case
from tests.audit.test_policy import BAD, EXAMPLE, KEYS
from tests.audit.test_verify_handover import (
    HANDOVERS,
    NEW,
    OPENING,
    SIZE,
    THIRD,
    Rotated,
    _resigned,
)
from tests.audit.test_verify_witnesses import MORE, RULE, SOME, checkpoint, link, size


def _read(text: str) -> Probe:
    def probe(get: Get) -> Any:
        found = get("witness").policy(text.encode())
        return found.quorum, sorted(found.rules.items()), sorted(found.witnesses)

    return probe


def _enough(names: tuple[str, ...], text: str = EXAMPLE) -> Probe:
    def probe(get: Get) -> Any:
        found = get("witness").policy(text.encode())
        return found.enough({found.witnesses[name.encode()] for name in names})

    return probe


def _check(*given: str, rule: str = RULE, at: int = 0, keys: tuple[Any, ...] = (VKEY,)) -> Probe:
    def probe(get: Get) -> Any:
        ring = get("note").ring_from([str(key) for key in keys])
        files = [(f"kept-{number}", text.encode()) for number, text in enumerate(given)]
        return get("witness").check(get("witness").policy(rule.encode()), files, ring, at or size())

    return probe


def witnesses(_folder: Path) -> Iterator[Probe]:
    key, other = KEYS["X1"], KEYS["X2"]
    for text, _why in BAD:
        yield _read(text)
    for text in (
        EXAMPLE,
        "quorum none",
        f"quorum none\nwitness a {key} https://a\nlog {VKEY} https://b",
        f" \t# x\n\nwitness\ta  {key} \nquorum a",
        f"witness a {key}\nwitness b {other}\ngroup g any a b\nquorum g",
        f"witness a {key}\nwitness b {other}\ngroup g all a b\nquorum g",
        f"witness a {key}\nwitness b {other}\ngroup g 2 a b\nquorum g",
        f"witness a {key}\nwitness b {other}\ngroup g 1 a\ngroup g any b\nquorum g",
        f"witness none {key}\nquorum none",
        f"witness a {key}\ngroup none any a\nquorum none",
        f"witness a {key}\nquorum a\nquorum none",
        f"log {VKEY}\nlog {VKEY.named('b.test')}\nquorum none",
        "#" * (1 << 18),
        "#" * ((1 << 18) - 12) + "\nquorum none",
        "#" * ((1 << 18) - 11) + "\nquorum none",
        "\x7f",
        "#\x08\nquorum none",
        f"witness a {str(key)[:-4]}\nquorum a",
        "witness a b+c\nquorum a",
        "witness a +c+AAAA\nquorum a",
        "witness a b+c+\nquorum a",
        "witness a b+c+BA==\nquorum a",
        "witness a b+c+Bg==\nquorum a",
        "witness a b+c+AQ==\nquorum a",
        "witness a b+c+AA==\nquorum a",
        f"witness a b\u3000b{str(key)[len(key.name) :]}\nquorum a",
        f"witness a {str(key).replace('X1', 'X9', 1)}\nquorum a",
        "\n".join(f"log a+{_id(n)}" for n in range(64)) + "\nquorum none",
        "\n".join(f"log a+{_id(n)}" for n in range(65)) + "\nquorum none",
    ):
        yield _read(text)
    for count in range(7):
        for names in combinations(KEYS, count):
            yield _enough(names)
    yield from _cosigned()


def _id(number: int) -> str:
    return str(note.Verifier("a", bytes([number]) * 32)).removeprefix("a+")


def _cosigned() -> Iterator[Probe]:
    for count in range(4):
        for whose in combinations(range(3), count):
            yield _check(checkpoint(whose, size()))
    yield _check(checkpoint((0, 1), size()), at=size() + 1)
    yield _check(checkpoint((0, 1), size() - 1), checkpoint((0, 1), size() - 2), at=size())
    yield _check(checkpoint((0,), size()), checkpoint((0, 1), size() - 2), at=size())
    yield _check(checkpoint((0, 1), size() + len(MORE)))
    new = note.Verifier(ORIGIN, NEW.public_key().public_bytes_raw())
    for log in (VKEY, new, VKEY.named("other.test")):
        yield _check(checkpoint((0, 1), size()), rule=f"log {log}\n{RULE}")
        yield _check(checkpoint((0, 1), size()), rule=f"log {log}\n{RULE}", keys=(VKEY, new))
    text = note.text_of(checkpoint((), size()))
    for who in SOME:
        raw = note.unb64(who.line(text).split()[-1])
        for changed in (
            raw[:4],
            raw[:12],
            raw[:-1],
            raw + b"\0",
            raw[:-1] + bytes([raw[-1] ^ 1]),
            raw[:4] + b"\x80" + raw[5:],
            raw[:4] + b"\x7f" + raw[5:],
            raw[:11] + b"\0" + raw[12:],
        ):
            line = f"\u2014 {who.name} {note.b64(changed)}\n"
            yield _check(checkpoint((), size()) + line)
        false = FakeWitness(who.name, b"f" * 32, VKEY, sort=who.sort)
        yield _check(checkpoint((), size()) + false.line(text))
        same = FakeWitness("witness.test/another", who.seed, VKEY, sort=who.sort)
        yield _check(checkpoint((), size()) + same.line(text))
    for letters in (255, 256):
        yield _long("w" * letters, ORIGIN)
        yield _long("w", "o" * letters)


def _long(name: str, origin: str) -> Probe:
    log = note.Verifier(origin, VKEY.public)
    text = note.Checkpoint(origin, 3, b"r" * 32).text
    who = FakeWitness(name, b"l" * 32, log, sort=ML_DSA)
    rule = f"witness a {who.key}\nquorum a"
    if max(len(name), len(origin)) < 256:
        line = who.line(text)
    else:
        line = f"\u2014 {name} {note.b64(who.key.key_id + bytes(8 + 2420))}\n"
    return _check(note.signed(text, origin, SIGNER) + line, rule=rule, at=3, keys=(log,))


def handovers(_folder: Path) -> Iterator[Probe]:
    after = int(OPENING) + 1
    for turns in ((), (1,), (2, SIZE - 1), (after,), (SIZE,), (int(OPENING),), (2, 5)):
        members = Rotated(turns=tuple(zip(turns, (NEW, THIRD), strict=False))).members()
        for keys in ((SIGNER,), (SIGNER, NEW), (SIGNER, NEW, THIRD), (NEW, SIGNER), (NEW, THIRD)):
            yield _turns(members, *keys)
        rows = strict(members.get(HANDOVERS, b"[]"))
        for some in (rows[::-1], [*rows, *rows], rows[1:], rows[:1], []):
            yield _turns({**members, HANDOVERS: canonical(some)}, SIGNER, NEW, THIRD)
            yield _turns({**members, HANDOVERS: canonical(some)}, SIGNER)
    good = Rotated(turns=((4, NEW),)).members()
    for raw in (b"{}", b"1", b"[1]", b'[{"checkpoint":"x"}]', b'[{"checkpoint":"x","proof":[]}]'):
        yield _turns({**good, HANDOVERS: raw}, SIGNER, NEW)
        yield _turns({**good, HANDOVERS: raw}, SIGNER)
    row = strict(good[HANDOVERS])[0]
    for signers in ([NEW], [SIGNER], [NEW, THIRD], [SIGNER, THIRD], [SIGNER, NEW, THIRD]):
        text = note.signed(note.text_of(row["checkpoint"]), ORIGIN, *signers)
        raw = canonical([{**row, "checkpoint": text}])
        for keys in ((SIGNER, NEW), (SIGNER, NEW, THIRD)):
            yield _turns({**good, HANDOVERS: raw}, *keys)
    yield _turns({**good, HANDOVERS: canonical([{**row, "proof": row["proof"][1:]}])}, SIGNER, NEW)
    entries = Case().registry()
    leaves = [merkle.leaf_hash(one) for one in entries]
    text = note.text_of(Case().signed(ORIGIN, entries[:3]))
    proof = [one.hex() for one in merkle.consistency_proof(leaves, 3)]
    twice = {"checkpoint": note.signed(text, ORIGIN, SIGNER, NEW), "proof": proof}
    yield _turns({**good, HANDOVERS: canonical([twice, row])}, SIGNER, NEW)
    latest = ("registry/checkpoint", "registry/case.tlog-proof")
    yield _turns(_resigned(after, SIGNER, *latest), SIGNER, NEW)
    yield _turns(_resigned(after, NEW, "registry/opening.tlog-proof"), SIGNER, NEW)
    yield _turns(Case(signer=NEW).members(), SIGNER, NEW)
    for upto, signer, turns in product((3, 4, 5, 9, 10), (SIGNER, NEW), ({}, {0: 4})):
        yield _later([_by(entries[:upto], signer)], turns, 9)
    for heads in IN_ORDER:
        signed = [_by(entries[:size], *signers) for size, *signers in heads]
        yield _later(signed, {}, 2)
    for turns in ({}, {0: 4}, {1: 5, 0: 4}):
        yield lambda get, turns=turns: get("handover").told(turns)


IN_ORDER = (
    ((3, SIGNER), (4, SIGNER), (5, SIGNER, NEW), (6, NEW), (7, NEW, THIRD)),
    ((5, SIGNER, NEW), (6, SIGNER)),
    ((5, SIGNER, NEW), (4, NEW)),
    ((5, NEW), (6, SIGNER, NEW)),
    ((5, SIGNER), (5, NEW), (6, SIGNER)),
    ((5, SIGNER, THIRD),),
    ((5, SIGNER), (5, THIRD)),
)


def _by(entries: list[bytes], *signers: Any) -> bytes:
    text = note.text_of(Case().signed(ORIGIN, entries))
    return note.signed(text, ORIGIN, *signers).encode()


def _later(signed: list[bytes], turns: dict[int, int], known: int) -> Probe:
    keys = (SIGNER, NEW, THIRD)
    named = [note.Verifier(ORIGIN, key.public_key().public_bytes_raw()) for key in keys]

    def probe(get: Get) -> Any:
        ring = get("note").ring_from([str(one) for one in named])
        return get("handover").check_turns(signed, ring, turns, known)

    return probe


def _turns(members: dict[str, bytes], *keys: Any) -> Probe:
    named = [note.Verifier(ORIGIN, key.public_key().public_bytes_raw()) for key in keys]

    def probe(get: Get) -> Any:
        ring = get("note").ring_from([str(one) for one in named])
        return get("handover").check(members, ring)

    return probe


def rings(_folder: Path) -> Iterator[Probe]:
    """Of `note`: keys that are given together, and notes that several have signed."""
    new = note.Verifier(ORIGIN, NEW.public_key().public_bytes_raw())
    for keys in ((VKEY,), (VKEY, new), (new, VKEY), (VKEY, VKEY), (VKEY, new.named("b.test"))):
        yield lambda get, keys=keys: get("note").ring_from([str(key) for key in keys])
        for signers in ([SIGNER], [NEW], [SIGNER, NEW], [THIRD], [THIRD, NEW]):
            text = note.signed(f"{ORIGIN}\n", ORIGIN, *signers).encode()
            yield _signers(text, keys)
            yield _signers(text.replace(b"log\n", b"log\na\n", 1), keys)


def _signers(text: bytes, keys: tuple[Any, ...]) -> Probe:
    def probe(get: Get) -> Any:
        found = get("note").Ring(tuple(get("note").key_from(str(key)) for key in keys))
        return get("note").signed_by(text, found), get("note").text_of(text, found.keys[0])

    return probe


def notes_of(_folder: Path) -> Iterator[Probe]:
    """Of `kept`: the note in what was kept."""
    for raw in (
        link((0,), size() + 5),
        checkpoint((), size()).encode(),
        b"",
        b"venire/consistency/v1",
    ):
        yield lambda get, raw=raw: get("kept").notes([("kept", raw)])


KEYED: dict[str, Callable[[Path], Iterator[Probe]]] = {
    "handover": handovers,
    "kept": notes_of,
    "note": rings,
    "witness": witnesses,
}
