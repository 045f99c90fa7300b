"""What a verdict says, in codes and in words; what a box makes of hostile ballots."""

from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.slip import slip_of
from jury.ballot import Ballot, Choice, Finding, seal_ballot
from jury.box import BadLog, bare, look_around, one, open_box
from jury.box import recount as recounted
from jury.reasoning import reasons_in_words
from jury.seal import public_of
from jury.standard import PRESETS
from jury.tally import Outcome, Tally, count
from jury.verdict import UNANIMOUS, caveats, stands
from jury.wording import STANDS
from tests.jury.bench import raw

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes_raw()
CASE = "C-2026-0004"
FILE = "f" * 64
OPENED = {
    "v": 1,
    "kind": "case.opened",
    "case": CASE,
    "file": FILE,
    "clauses": [{"id": "a", "version": 2, "digest": "0" * 64}],
    "tiers": [],
    "standard": PRESETS["twelve"].as_json(),
}
DRAWN = [{"kind": "draw.committed", "randomness": {"kind": "house"}}]


def pid(number: int) -> str:
    return sha256(b"%d" % number).hexdigest()[:32]


def entry(who: int, choice: Choice, rev: int = 1, file: str = FILE, sealed: str = "") -> Any:
    ballot = Ballot(choice, {"a": Finding.APPLIES})
    sealed = sealed or seal_ballot(ballot, public_of(KEY), CASE, pid(who))
    said = {"pid": pid(who), "rev": rev, "file": file, "sealed": sealed, "reason": "0" * 64}
    return {"v": 1, "kind": "ballot", "case": CASE, **said}


def recount(entries: list[Any], key: bytes) -> Tally:
    log = raw(entries)
    return recounted(look_around(log), log, key)


def test_the_highest_rev_counts_in_whatever_order_they_stand() -> None:
    revs = [entry(1, choice, rev) for rev, choice in enumerate(Choice, start=1)]
    for order in (revs, revs[::-1], [revs[2], revs[0], revs[1]]):
        log = raw([OPENED, *order])
        around = look_around(log)
        assert (around.sent, around.last, around.entries) == (3, {pid(1): 3}, [OPENED])
        box = open_box(around, bare(log), KEY)
        assert box.replaced == 2
        assert box.counts.choices == {"cannot_judge": 1}


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


def test_a_ballot_in_another_form_is_not_passed_over() -> None:
    for strange in ({"more": 1}, {"rev": "1"}, {"pid": "x"}):
        with pytest.raises(BadLog, match="form"):
            look_around(raw([OPENED, {**entry(1, Choice.DENY), **strange}]))
    assert slip_of(raw([OPENED])[0]) is None


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
    assert UNANIMOUS in caveats(DRAWN, count(twelve, [uphold] * 12, (), ()))
    assert UNANIMOUS in caveats(DRAWN, count(twelve, [deny] * 12, (), ()))
    assert UNANIMOUS not in caveats(DRAWN, count(twelve, [uphold] * 11 + [deny], (), ()))
    assert UNANIMOUS not in caveats(DRAWN, count(twelve, [], (), ()))


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
