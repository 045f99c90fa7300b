"""What a verdict says, in codes and in words; what a box makes of hostile ballots."""

from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jury.ballot import Ballot, Choice, Finding, seal_ballot
from jury.box import BadLog, counted, one, open_box, recount
from jury.reasoning import reasons_in_words
from jury.seal import public_of
from jury.standard import PRESETS
from jury.tally import Outcome, count
from jury.verdict import UNANIMOUS, caveats, stands
from jury.wording import STANDS

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes_raw()
CASE = "C-2026-0004"
FILE = "f" * 64
OPENED = {
    "kind": "case.opened",
    "case": CASE,
    "file": FILE,
    "clauses": [{"id": "a", "version": 2, "digest": "0" * 64}],
    "tiers": [],
    "standard": PRESETS["twelve"].as_json(),
}


def pid(number: int) -> str:
    return sha256(b"%d" % number).hexdigest()[:32]


def entry(who: int, choice: Choice, rev: int = 1, file: str = FILE, sealed: str = "") -> Any:
    ballot = Ballot(choice, {"a": Finding.APPLIES})
    sealed = sealed or seal_ballot(ballot, public_of(KEY), CASE, pid(who))
    return {"kind": "ballot", "pid": pid(who), "rev": rev, "file": file, "sealed": sealed}


def test_the_highest_rev_counts_in_whatever_order_they_stand() -> None:
    revs = [entry(1, choice, rev) for rev, choice in enumerate(Choice, start=1)]
    for order in (revs, revs[::-1], [revs[2], revs[0], revs[1]]):
        assert counted(order)[pid(1)]["rev"] == 3
        box = open_box([OPENED, *order], KEY)
        assert box.replaced == 2
        assert [ballot and ballot.choice for ballot in box.ballots.values()] == ["cannot_judge"]


def test_what_does_not_open_or_names_another_file_is_void() -> None:
    copied = entry(1, Choice.UPHOLD)["sealed"]
    entries = [
        OPENED,
        *(entry(who, Choice.UPHOLD) for who in range(1, 10)),
        entry(20, Choice.UPHOLD, file="e" * 64),
        entry(21, Choice.UPHOLD, sealed=copied),
        entry(22, Choice.UPHOLD, sealed="AAAA"),
    ]
    tally = recount(entries, KEY)
    assert (tally.numbers.cast, tally.numbers.void, tally.numbers.uphold) == (12, 3, 9)
    assert tally.outcome == "upheld"
    # A void ballot is the juror's last word: an earlier good one does not come back.
    entries.append(entry(1, Choice.UPHOLD, rev=2, sealed="AAAA"))
    assert recount(entries, KEY).outcome == "inquorate"


def test_a_log_that_lacks_something_cannot_be_counted() -> None:
    with pytest.raises(BadLog):
        recount([], KEY)
    with pytest.raises(BadLog):
        one([OPENED, OPENED], "case.opened")


@pytest.mark.parametrize(
    ("outcome", "again", "again_of", "appeal", "what"),
    [
        ("upheld", True, None, False, "verdict"),
        ("denied", False, "C-2026-0001", True, "verdict"),
        ("hung", True, None, False, "new panel"),
        ("inquorate", True, None, False, "new panel"),
        ("hung", True, "C-2026-0001", False, "preliminary decision"),
        ("inquorate", False, None, False, "preliminary decision"),
        ("hung", False, "C-2026-0001", True, "appealed decision"),
        ("inquorate", True, "C-2026-0001", True, "appealed decision"),
    ],
)
def test_what_stands(
    outcome: str, again: bool, again_of: str | None, appeal: bool, what: str
) -> None:
    opened = {"standard": {"again": again}, "again_of": again_of, "appeal": appeal}
    assert stands(Outcome(outcome), opened) == what
    assert what in STANDS


def test_a_unanimous_small_panel_is_told_of() -> None:
    uphold, deny = Ballot(Choice.UPHOLD), Ballot(Choice.DENY)
    twelve = PRESETS["twelve"]
    assert UNANIMOUS in caveats(count(twelve, [uphold] * 12, (), ()))
    assert UNANIMOUS in caveats(count(twelve, [deny] * 12, (), ()))
    assert UNANIMOUS not in caveats(count(twelve, [uphold] * 11 + [deny], (), ()))
    assert UNANIMOUS not in caveats(count(twelve, [], (), ()))


@pytest.mark.parametrize("name", ["panel", "band", "twelve"])
@pytest.mark.parametrize("uphold", [0, 3, 18, 31])
def test_every_verdict_has_its_words(name: str, uphold: int) -> None:
    standard = PRESETS[name]
    box = [Ballot(Choice.UPHOLD, {"a": Finding.UNCLEAR})] * uphold
    box += [Ballot(Choice.DENY)] * (31 - uphold if uphold != 3 else 0)
    tally = count(standard, box, ["a"], ())
    body = {
        "numbers": tally.numbers.as_json(),
        "standard": standard.as_json(),
        "outcome": tally.outcome.value,
        "clauses": OPENED["clauses"],
        "issues": tally.issues,
    }
    said = [str(one) for one in reasons_in_words(body)]
    assert f"{uphold} to uphold" in said[0]
    assert "a/2" in said[-1]
    assert not any("%(" in one for one in said)
