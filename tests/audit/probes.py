"""Questions to single functions of the verifier, where no bundle can ask them: limits, odd notes.

Each takes what imports a module of the package, so that a mutant can be asked in place of the real
one. What comes of it is the answer, or the exception with its words.
"""

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import merkle, note
from audit.zipform import packed
from tests.audit.probes_of_keys import KEYED
from tests.audit.probes_of_nouns import PURE, Get, Probe
from tests.audit.synthetic import ORIGIN, SIGNER, VKEY, Case
from tests.audit.test_verify_box import claiming
from tests.audit.test_verify_handover import NEW, SIZE, Rotated, _link
from tests.audit.test_verify_witnesses import RULE, checkpoint
from tests.audit.test_verify_witnesses import size as registry_size

RECEIPT = f"{ORIGIN}\nreceipt/v1\n{note.b64(bytes(32))}\n2026-11-26T13:00:00Z\n"


def answer(probe: Probe, get: Get) -> str:
    """Return what comes of a probe, in words."""
    try:
        return repr(probe(get))
    except Exception as error:  # noqa: BLE001  an answer like another
        return f"{type(error).__name__}: {error}"


def probes(module: str, folder: Path) -> list[Probe]:
    """Return the probes of a module; those of what others build on are asked of them too."""
    made: dict[str, Callable[[Path], Iterator[Probe]]] = {
        "__main__": commands,
        "check": commands,
        "box": boxes,
        "merkle": trees,
        "note": notes,
    }
    return [
        probe for some in (made, PURE, KEYED) if module in some for probe in some[module](folder)
    ]


# Notes


def line(text: str, name: str = ORIGIN) -> str:
    """Return the signature line for a text, whatever the text is."""
    key_id = note.Verifier(name, VKEY.public).key_id
    return f"\u2014 {name} {note.b64(key_id + SIGNER.sign(text.encode()))}\n"


def signed(text: str, more: str = "") -> bytes:
    return f"{text}\n{line(text)}{more}".encode()


def notes(_folder: Path) -> Iterator[Probe]:
    strange = "\u2014 other.test AAAA\n"
    head = f"{ORIGIN}\n3\n{note.b64(bytes(32))}\n"
    short = len(signed(head)) + len(strange.encode())
    padded = head[:-1] + "x" * (65_536 - len(signed(head))) + "\n"
    texts = [
        signed(head),
        signed(padded),
        signed(padded[:-1] + "x\n"),
        signed(head, strange * 15),
        signed(head, strange * 16),
        signed(head, strange + "no line\n"),
        signed(head, "\u2014 other.test A===\n"),
        signed(head, line(head)),
        signed(head, line("another text\n")),
        signed(head) + b"and more",
        signed(head)[:-1],
        signed(head).replace(b"3", b"4", 1),
        head.encode(),
        f"{head}\n{strange}".encode(),
        f"{head}\n".encode(),
        b"",
        b"\xff" + signed(head),
        signed("\n"),
        signed(""),
        f"x{line('')}".encode(),
        signed(head.replace("\n", "\t\n", 1)),
        signed(f"other.test\n3\n{note.b64(bytes(32))}\n"),
        signed(f"{ORIGIN}\n3\n{note.b64(bytes(31))}\n"),
        signed(f"{ORIGIN}\n03\n{note.b64(bytes(32))}\n"),
        signed(f"{ORIGIN}\n3\n"),
        signed(RECEIPT),
        signed(RECEIPT.replace(ORIGIN, "other.test")),
        signed(RECEIPT.replace(note.b64(bytes(32)), note.b64(bytes(31)))),
        signed(RECEIPT.replace("T", "t")),
        f"{head}\n{line(head, 'other.test')}".encode(),
        f"{head}\n{line(head).replace(ORIGIN, 'other.test')}".encode(),
    ]
    assert short < len(texts[1]) == 65_536
    key = lambda get: get("note").key_from(str(VKEY))  # noqa: E731
    for raw, name in product(texts, ("text_of", "checkpoint", "receipt")):
        yield lambda get, raw=raw, name=name: getattr(get("note"), name)(raw, key(get))
    hashes = note.b64(bytes(32)) + "\n"
    top = "title\nword 7\n"
    whole = top + hashes * 128 + "\n"
    for text in (
        top + "\n" + "x" * 70_000,
        top + "\n",
        top,
        top[:-1],
        "title\n\nx",
        "\n\nx",
        "title\nword 07\n\nx",
        "title\nword x\n\nx",
        "title\nother 7\n\nx",
        "another\nword 7\n\nx",
        whole + "x",
        top + hashes * 129 + "\nx",
        top + "AAA\n\nx",
        whole + "x" * (131_072 - len(whole)),
        whole + "x" * (131_073 - len(whole)),
    ):
        yield lambda get, text=text: get("note").proof_file(text.encode(), "title", "word")
    for text in ("", "AAAA", "AA==", "AB==", "AAA", "A A=", "AA==\n", "é", "_-8="):
        yield lambda get, text=text: get("note").unbase64(text)
    yield lambda get: get("note").utf8(b"\xff")
    for words in (*(["no.zip", "--key", one] for one in keys()), *rings(Path("no.zip"))):
        yield lambda get, words=words: typed(get, words)


# The command line


def keys() -> Iterator[str]:
    public = VKEY.public
    for name, raw in (
        (ORIGIN, b"\x01" + public),
        (ORIGIN, b"\x02" + public),
        (ORIGIN, b"\x01" + public + b"x"),
        (ORIGIN, b"\x01" + public[:-1]),
        ("", b"\x01" + public),
        ("a b", b"\x01" + public),
        ("a\tb", b"\x01" + public),
    ):
        key_id = sha256(name.encode() + b"\n\x01" + raw[1:]).hexdigest()[:8]
        yield f"{name}+{key_id}+{base64.b64encode(raw).decode()}"
    yield from ("", "a+b", "nonsense", "x+00000000+AAAA", f" {VKEY}\n")
    yield str(VKEY).replace("venire", "v")


def rings(bundle: Path) -> Iterator[list[str]]:
    """Several keys: one twice, one of another log, and one that nothing was handed over to."""
    public = Ed25519PrivateKey.from_private_bytes(b"n" * 32).public_key().public_bytes_raw()
    newer, other = note.Verifier(ORIGIN, public), note.Verifier("other.test", public)
    for second in (VKEY, newer, other):
        yield [str(bundle), "--key", str(VKEY), "--key", str(second)]


def commands(folder: Path) -> Iterator[Probe]:
    """Everything that one can type: with what it says, and how it ends."""
    bundle, kept = folder / "probed.zip", folder / "kept"
    bundle.write_bytes(Case().bundle())
    kept.write_bytes(Case().members()["checkpoint"])
    receipt, absent = folder / "receipt", folder / "absent"
    receipt.write_text(Case().receipt(9))
    (folder / "registry").write_bytes(Case().members()["registry/checkpoint"])
    policy = folder / "policy"
    policy.write_text(f"log {VKEY}\nquorum none\n")
    good = [str(bundle), "--key", str(VKEY)]
    rule, bad, rotated = folder / "policy", folder / "no-policy", folder / "rotated.zip"
    rule.write_text(RULE)
    bad.write_text("quorum x")
    rotated.write_bytes(packed(Rotated(turns=((4, NEW),)).members()))
    new = str(note.Verifier(ORIGIN, NEW.public_key().public_bytes_raw()))
    retired = _link(folder, SIGNER, SIZE, SIZE + 2)
    loose = _link(folder, SIGNER, SIZE + 1, SIZE + 2)  # and nothing says where it begins
    for whose in ((0, 1), (0,)):
        (folder / f"by-{len(whose)}").write_text(checkpoint(whose, registry_size()))
    for words in (
        *([*good, "--policy", str(path)] for path in (rule, bad, absent)),
        *(
            [*good, "--policy", str(rule), "--registry", str(folder / f"by-{count}")]
            for count in (1, 2)
        ),
        *([*good, "--key", key] for key in (new, str(VKEY))),
        [str(rotated), "--key", str(VKEY), "--key", new],
        *(
            [str(rotated), "--key", str(VKEY), "--key", new, "--registry", str(path)]
            for path in (retired, loose)
        ),
        [str(rotated), *good[1:]],
        good,
        [*good, "--json"],
        [*good, "--receipt", str(receipt), "--receipt", str(receipt)],
        [*good, "--receipt", str(kept)],
        [*good, "--checkpoint", str(kept), "--registry", str(folder / "registry")],
        [*good, "--registry", str(absent), "--json"],
        [str(absent), *good[1:]],
        [str(absent), *good[1:], "--json"],
        [str(folder), *good[1:]],
        [str(bundle)],
        ["--key", str(VKEY)],
        *rings(bundle),
        [*good, "--policy", str(absent)],
        [*good, "--policy", str(kept)],
        [*good, "--policy", str(policy)],
        [*good, "--policy", str(policy), "--registry", str(folder / "registry")],
        [*good, "--policy", str(policy), "--registry", str(kept)],
        [*good, "--strange"],
        ["--help"],
        *([str(bundle), "--key", key] for key in keys()),
    ):
        yield lambda get, words=words: typed(get, words)


def typed(get: Get, words: list[str]) -> tuple[Any, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = get("__main__").main(words)
        except SystemExit as ended:
            status = ended.code
    return status, out.getvalue(), err.getvalue()


# The tree


def trees(_folder: Path) -> Iterator[Probe]:
    entries = [b"entry %d" % number for number in range(17)]
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    roots = [merkle.root(leaves[:size]) for size in range(18)]
    for size in (1, 2, 3, 5, 8, 13):
        for at in (0, size // 2, size - 1):
            proof = merkle.inclusion_proof(leaves[:size], at)
            for index, whole, path in (
                *((at + by, size, proof) for by in (0, 1, -1, size, -size)),
                (at, 0, proof),
                (at, size + 1, proof),
                (at, size, [*proof, bytes(32)]),
                (at, size, proof[:-1]),
                (at, size, [one[:31] for one in proof]),
            ):
                given = (leaves[at], index, whole, path, roots[size])
                yield lambda get, given=given: get("merkle").check_inclusion(*given)
            for leaf, root in ((leaves[at][:31], roots[size]), (leaves[at], roots[size][:31])):
                given = (leaf, at, size, proof, root)
                yield lambda get, given=given: get("merkle").check_inclusion(*given)
    for old, new in product((1, 2, 3, 4, 5, 7, 8, 11, 16), (1, 4, 5, 8, 13, 16, 17)):
        proof = merkle.consistency_proof(leaves[:new], old) if old <= new else []
        for first, second, path in (
            (old, new, proof),
            (old, new, [*proof, bytes(32)]),
            (old, new, proof[:-1]),
            (old, new, proof[1:]),
            (old, new, []),
            (old, new, [one[:31] for one in proof]),
            (0, new, proof),
            (old, old, proof),
            (old, new + 1, proof),
            (old, 2 * new, proof),
        ):
            given = (first, second, roots[old], roots[new], path)
            yield lambda get, given=given: get("merkle").check_consistency(*given)
        given = (old, new, roots[old][:31], roots[new], proof)
        yield lambda get, given=given: get("merkle").check_consistency(*given)


# The zip file


def boxes(folder: Path) -> Iterator[Probe]:
    """Boxes at their limits, which are lowered here so that small ones reach them."""
    content = Case().bundle()
    path = folder / "limits.zip"
    path.write_bytes(content)
    members = Case().members()
    views = ("votes.csv", "votes.jsonl", "summary.html")
    longest = max(len(raw) for name, raw in members.items() if name not in views)
    longest_view = max(len(members[name]) for name in views)
    limits = {
        "LARGEST_BUNDLE": len(content),
        "MOST_MEMBERS": len(members),
        "LARGEST_MEMBER": longest,
        "LARGEST_VIEW": longest_view,
    }
    for name, limit in limits.items():
        for less in (0, 1):
            yield lambda get, name=name, to=limit - less: limited(get, path, **{name: to})
    yield lambda get: limited(get, path, LARGEST_MEMBER=longest, LARGEST_VIEW=longest_view - 1)
    whole = sum(map(len, members.values()))
    for at, more in enumerate((0, 1)):
        lying = folder / f"lying-{at}.zip"
        lying.write_bytes(claiming(content, len(content) - whole + more, 20, 24))
        yield lambda get, lying=lying: limited(get, lying, LARGEST_BUNDLE=len(content))
    yield lambda get: limited(get, folder)
    yield lambda get: limited(get, folder / "nothing.zip")


def limited(get: Get, path: Path, **limits: int) -> list[str]:
    """Read a box under other limits."""
    module = get("box")
    before = {name: getattr(module, name) for name in limits}
    vars(module).update(limits)
    try:
        return list(module.read(path))
    finally:
        vars(module).update(before)
