"""Every lie that an operator with the signing key could tell fails at its step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import export, note
from audit.entry import canonical
from audit.verify import box, step
from tests.audit.checking import failed, steps_of
from tests.audit.packing import directory
from tests.audit.synthetic import (
    FILE,
    TIERS,
    Case,
    ballot,
    checkpoint_entry,
    pid,
    seal,
    seal_plain,
    waiting,
)

Change = Callable[[Case], None]


def says(kind: str, **changes: object) -> Change:
    return lambda case: case.one(kind).update(changes)


def within(kind: str, part: str, **changes: object) -> Change:
    return lambda case: case.one(kind)[part].update(changes)


def drop(kind: str) -> Change:
    return lambda case: case.entries.remove(case.one(kind))


NO_BASE64 = ("AAA", "AAAAA", "A!AAAAAA", "AAAAAB==", "AAAA=AAA", "AAAA====", "AAAA\n")


def sealed_as(text: str) -> Change:
    return lambda case: case.entries[8].update(sealed=text)


def stuff(case: Case) -> None:
    case.entries.insert(9, ballot(pid(99), "uphold"))
    case.one("case.closed")["ballots"] += 1


def stuff_quietly(case: Case) -> None:
    case.entries.insert(9, ballot(pid(4), "deny"))


def swap_ballot_and_roll(case: Case) -> None:
    case.entries.insert(6, case.entries.pop(8))


def other_panel(case: Case) -> None:
    seated = [row for row in case.one("draw.result")["stream"] if row[2] == "seated"]
    seated[0][1] = 3


def skip_a_seat(case: Case) -> None:
    row = case.one("draw.result")["stream"][1]
    row[2] = "conflict"


def favour(case: Case) -> None:
    case.one("seat.replaced")["ord"] = 8


def longer(case: Case) -> None:
    """The draw goes on after the last alternate."""
    stream = case.one("draw.result")["stream"]
    stream.append([99, stream[0][1], "duplicate"])


def other_row(case: Case) -> None:
    """Somebody is skipped in a replacement for another reason than the roll gives."""
    rows = next(
        one["stream"] for one in case.entries if one["kind"] == "seat.replaced" and one["stream"]
    )
    rows[-1][0] += 1


def same_rev_twice(case: Case) -> None:
    case.entries[9]["rev"] = 2


def copied_ballot(case: Case) -> None:
    """A copied ciphertext under another pid does not open; counting it as a vote is a lie."""
    case.entries[10].update(file=FILE, sealed=case.entries[8]["sealed"])
    case.one("verdict")["numbers"].update(valid=4, uphold=3, void=0)


def other_key(case: Case) -> None:
    case.one("key.revealed")["key"] = "11" * 32


def other_blind(case: Case) -> None:
    case.one("verdict")["blind"] = "11" * 32


def foreign_clause(case: Case) -> None:
    case.one("verdict")["clauses"] = [{"id": "light-tier", "version": 1, "digest": "1" * 64}]


def head_at(name: str, size: int) -> Change:
    """A true head of the log, but not the one of that moment."""
    return says("verdict", checkpoints={name: {"size": size}})


def one_voter_too_many(case: Case) -> None:
    """Seat 1 is empty at closing: four hold a seat, and five have voted."""
    case.entries.insert(13, ballot(pid(4), "deny"))
    case.one("case.closed")["ballots"] += 1


def unsummoned_alternates(case: Case) -> None:
    """Nobody gave a seat up, and the two alternates vote beside the five."""
    waiting(case, voters=7, called=0)


UNPUBLISHED = {"size": 14, "root": "0" * 64}
LIES: dict[str, tuple[str, Change]] = {
    "a ballot of nobody on the roll": ("ballots", stuff),
    "a ballot more than were counted at closing": ("ballots", stuff_quietly),
    "two ballots under one rev": ("ballots", same_rev_twice),
    "two first ballots of one": ("ballots", lambda case: case.entries[12].update(rev=1)),
    "a ballot of another version": ("entries", lambda case: case.entries[8].update(v=2)),
    "two entries that are none": (
        "entries",
        lambda case: (case.entries[8].update(v=2), case.entries[9].update(v=3)),
    ),
    **{f"sealed as {text!r}": ("entries", sealed_as(text)) for text in NO_BASE64},
    "a poll of other hours": ("ballots", says("roll.committed", opens_at="2026-11-24T12:00:00Z")),
    "a closing head that never was": (
        "recount",
        says("verdict", checkpoints={"closing": UNPUBLISHED}),
    ),
    "another closing time": ("ballots", says("case.closed", closes_at="2026-11-27T12:00:00Z")),
    "a ballot before opening": ("entries", swap_ballot_and_roll),
    "no closing": ("entries", drop("case.closed")),
    "no draw": ("entries", drop("draw.committed")),
    "no verdict": ("entries", drop("verdict")),
    "an unknown word": ("entries", says("verdict", outcome="won")),
    "a float": ("entries", says("case.closed", ballots="5")),
    "a field too many": ("entries", says("case.closed", voters=4)),
    "another juror in a seat": ("roll", other_panel),
    "a juror skipped": ("draw", skip_a_seat),
    "a replacement out of line": ("draw", favour),
    "another secret": ("draw", says("draw.result", randomness="0" * 64)),
    "another seed": ("draw", says("draw.result", seed="0" * 64)),
    "fewer seats than the standard": ("draw", says("draw.committed", seats=4)),
    "a voter too many on the roll": (
        "draw",
        lambda case: case.one("roll.committed").update(pids=sorted(pid(n) for n in range(6))),
    ),
    "other reasons for exclusion": (
        "roll",
        lambda case: case.one("draw.committed")["excluded"].update(reasons={"cap": 0}),
    ),
    "other people excluded": (
        "roll",
        lambda case: case.attached.update(
            {"excluded.json": canonical({"cap": case.roll.cap[1:], "conflict": case.roll.conflict})}
        ),
    ),
    "a leaf of the roll left out": (
        "roll",
        lambda case: case.attached.update(
            {"roll.jsonl": case.attached["roll.jsonl"].split(b"\n", 1)[1]}
        ),
    ),
    "a leaf of the roll changed": (
        "roll",
        lambda case: case.attached.update(
            {"roll.jsonl": case.attached["roll.jsonl"].replace(b"all", b"old", 1)}
        ),
    ),
    "a voter more than hold a seat at closing": ("ballots", one_voter_too_many),
    "alternates who vote without a seat": ("ballots", unsummoned_alternates),
    "fewer who accepted than voted": ("recount", within("verdict", "panel", accepted=3)),
    "more who accepted than hold a seat": ("recount", within("verdict", "panel", accepted=5)),
    "an opening before its own entry": ("recount", head_at("opening", 6)),
    "an opening with a ballot in it": ("recount", head_at("opening", 9)),
    "an opening after the key was shown": ("recount", head_at("opening", 15)),
    "a closing before its own entry": ("recount", head_at("closing", 13)),
    "a closing after the key was shown": ("recount", head_at("closing", 15)),
    "voters in disorder": (
        "ballots",
        lambda case: case.one("roll.committed")["pids"].reverse(),
    ),
    "an entry of another case": (
        "entries",
        lambda case: case.entries[9].update(case="C-2026-0002"),
    ),
    "an entry of an unknown kind": (
        "entries",
        lambda case: case.one("case.closed").update(kind="case.slammed"),
    ),
    "an entry of a kind of another log": (
        "entries",
        lambda case: case.entries.insert(
            9, {"kind": "case.checkpoint", "size": 9, "root": "0" * 64}
        ),
    ),
    "a panel under the standard of an assembly": (
        "draw",
        within("case.opened", "standard", seats=0),
    ),
    "a seat that is not there": ("draw", says("seat.replaced", seat=9)),
    "a seat given up twice": (
        "draw",
        lambda case: case.entries.insert(9, {**case.entries[7], "why": "silent"}),
    ),
    "a row too many in the draw": ("draw", longer),
    "another row in a replacement": ("draw", other_row),
    "a key that is another": ("key", other_key),
    "a verdict that says another of the key": ("recount", other_blind),
    "a vote more than there are": ("recount", within("verdict", "numbers", uphold=3, valid=4)),
    "a copied ballot counted": ("recount", copied_ballot),
    "another outcome": ("recount", says("verdict", outcome="denied")),
    "another tier": ("recount", says("verdict", tier=TIERS[1])),
    "other clauses in the verdict": ("recount", foreign_clause),
    "another question in the verdict": ("recount", says("verdict", question="Is it owed?")),
    "fewer replacements": ("recount", within("verdict", "panel", replaced=3)),
    "hidden voided draws": ("recount", within("verdict", "panel", void_draws=1)),
    "what stands": ("recount", says("verdict", stands="preliminary decision")),
    "a checkpoint that was never published": (
        "registry",
        says("verdict", checkpoints=dict.fromkeys(["opening", "closing"], UNPUBLISHED)),
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_signed_with_the_right_key_fails_at_its_step(name: str, tmp_path: Path) -> None:
    where, change = LIES[name]
    case = Case()
    change(case)
    steps = steps_of(case.bundle(), tmp_path)
    assert steps[where].status == step.FAIL, steps
    assert not all(one.good for one in steps.values())


def test_a_head_of_another_moment_is_the_only_lie_in_its_bundle(tmp_path: Path) -> None:
    for name, size in (("opening", 9), ("opening", 15), ("closing", 15)):
        case = Case()
        head_at(name, size)(case)
        steps = steps_of(case.bundle(), tmp_path)
        assert failed(steps) == ["recount"], steps
        assert f"the {name} checkpoint" in steps["recount"].reason


MEMBERS: dict[str, tuple[str, str, bytes]] = {
    "a forged table": ("views", "votes.csv", b"case,index\r\n"),
    "a table that goes on": ("views", "votes.csv", Case().members()["votes.csv"] + b"more\r\n"),
    "a log of votes that goes on": (
        "views",
        "votes.jsonl",
        Case().members()["votes.jsonl"] + b"{}\n",
    ),
    "a forged log of votes": ("views", "votes.jsonl", b"{}\n"),
    "a forged summary": ("views", "summary.html", b"<!doctype html>"),
    "another verdict beside the log": ("recount", "verdict.json", b"{}"),
    "a link to another registry": (
        "registry",
        "registry__consistency.json",
        canonical({"old": 13, "new": 45, "proof": []}),
    ),
    "another head in the registry": (
        "registry",
        "registry__case.entry",
        checkpoint_entry(16, b"\0" * 32),
    ),
    "a broken proof": ("registry", "registry__case.tlog-proof", b"c2sp.org/tlog-proof@v1\n"),
    "a tile changed": ("tree", "tile__0__000.p__16", b"\0" * 512),
    "an entry cut": ("tree", "tile__entries__000.p__16", b"\xff\xff{}"),
    "a surplus tile": ("tree", "tile__1__000", b"\0" * 8192),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_forged_member_fails_at_its_step(name: str, tmp_path: Path) -> None:
    where, member, content = MEMBERS[name]
    steps = steps_of(Case().bundle(**{member: content}), tmp_path)
    assert steps[where].status == step.FAIL, steps


def test_entries_removed_or_reordered_below_an_old_signature_fail(tmp_path: Path) -> None:
    members = Case().members()
    lines = Case().lines()
    for bad in (lines[:-1], [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]):
        kept = {name: raw for name, raw in members.items() if not name.startswith("tile/")}
        steps = steps_of(box.written({**kept, **directory(bad)}), tmp_path)
        assert failed(steps) == ["tree"]


def test_a_foreign_key_fails_even_with_everything_made_again(tmp_path: Path) -> None:
    case = Case(signer=Ed25519PrivateKey.from_private_bytes(b"x" * 32))
    assert failed(steps_of(case.bundle(), tmp_path)) == ["signature"]
    good = Case().members()
    steps = steps_of(
        box.written({**good, "registry/checkpoint": case.members()["registry/checkpoint"]}),
        tmp_path,
    )
    assert failed(steps) == ["registry"]


def test_a_withdrawn_case_has_no_count(tmp_path: Path) -> None:
    case = Case()
    case.entries = [*case.entries[:-3], {"kind": "case.withdrawn"}]
    assert "stays shut" in steps_of(case.bundle(), tmp_path)["entries"].reason


def padded(length: int = 0) -> bytes:
    """A good ballot in its padding; its JSON is filled up with spaces to a length."""
    raw = canonical({"choice": "deny", "issues": {}, "tier": None, "v": 1}).ljust(length)
    return (len(raw).to_bytes(2, "big") + raw).ljust(1024, b"\0")


def test_a_ballot_may_fill_its_padding_and_answer_for_every_clause(tmp_path: Path) -> None:
    for sealed in FULL.values():
        case = Case()
        case.entries[10].update(file=FILE, sealed=sealed())
        steps = steps_of(case.bundle(), tmp_path)
        assert steps["key"].reason == "4 ballots open"
        assert [vote.counted for vote in export.rows(case.lines())].count("void") == 0


FULL: dict[str, Callable[[], str]] = {
    "full": lambda: seal_plain(padded(1022), pid(3)),
    "all clauses": lambda: seal(
        {
            "choice": "deny",
            "issues": {"light-tier": "unclear", "medication": "applies"},
            "tier": None,
            "v": 1,
        },
        pid(3),
    ),
}
VOID = {
    "not sealed to us": lambda: seal({"choice": "deny"}, pid(3), case="C-2026-0002"),
    "no JSON": lambda: seal(b"deny", pid(3)),
    "a key twice": lambda: seal(
        b'{"choice":"deny","choice":"uphold","issues":{},"tier":null,"v":1}', pid(3)
    ),
    "a field too many": lambda: seal(
        {"choice": "deny", "issues": {}, "tier": None, "v": 1, "name": "A"}, pid(3)
    ),
    "another choice": lambda: seal({"choice": "maybe", "issues": {}, "tier": None, "v": 1}, pid(3)),
    "a choice that is a list": lambda: seal(
        {"choice": [], "issues": {}, "tier": None, "v": 1}, pid(3)
    ),
    "another clause": lambda: seal(
        {"choice": "deny", "issues": {"dispute": "applies"}, "tier": None, "v": 1}, pid(3)
    ),
    "another answer": lambda: seal(
        {"choice": "deny", "issues": {"medication": {}}, "tier": None, "v": 1}, pid(3)
    ),
    "another tier": lambda: seal({"choice": "uphold", "issues": {}, "tier": 7, "v": 1}, pid(3)),
    "another version": lambda: seal({"choice": "deny", "issues": {}, "tier": None, "v": 2}, pid(3)),
    "version true": lambda: seal({"choice": "deny", "issues": {}, "tier": None, "v": True}, pid(3)),
    "too short": lambda: note.b64(b"short"),
    "no object": lambda: seal(["choice", "issues", "tier", "v"], pid(3)),
    "issues in a list": lambda: seal(
        {"choice": "deny", "issues": ["medication"], "tier": None, "v": 1}, pid(3)
    ),
    "longer than it can be": lambda: seal_plain(b"\x03\xff" + b"{" * 1022, pid(3)),
    "written beside": lambda: seal_plain(padded()[:-1] + b"x", pid(3)),
}


@pytest.mark.parametrize("name", VOID)
def test_both_implementations_find_the_same_ballots_void(name: str, tmp_path: Path) -> None:
    case = Case()
    case.entries[10].update(file=FILE, sealed=VOID[name]())
    steps = steps_of(case.bundle(), tmp_path)
    assert failed(steps) == [], steps
    assert "void: entry 10" in steps["key"].reason
    assert [vote.counted for vote in export.rows(case.lines())].count("void") == 1
