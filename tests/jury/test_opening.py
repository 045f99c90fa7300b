"""Opening a box in processes of their own comes to the same as opening it here."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.entry import canonical
from audit.slip import slip_of
from jury import box, opening
from jury.ballot import Ballot, Choice, Finding, seal_ballot
from jury.box import Pair, Told, in_turn, look_around, open_box, recount
from jury.minutes import Band
from jury.reason import SALT_SIZE, Reason, reason_digest, seal_reason
from jury.seal import public_of
from jury.standard import PRESETS
from kernel.processes import AHEAD

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes_raw()
CASE, FILE = "C-2026-0004", "f" * 64
CHOICES = [Choice.UPHOLD] * 7 + [Choice.DENY] * 5 + [Choice.CANNOT_JUDGE] * 2
OPENED = {
    "v": 1,
    "kind": "case.opened",
    "case": CASE,
    "file": FILE,
    "clauses": [{"id": "a", "version": 2, "digest": "0" * 64}],
    "tiers": [5, 10],
    "standard": PRESETS["twelve"].as_json(),
}


@pytest.fixture
def sealed() -> tuple[list[bytes], dict[tuple[str, int], bytes]]:
    """A log of fourteen who voted, three of them twice, and the reasons beside."""
    log, beside = [canonical(OPENED)], {}
    for at, choice in enumerate(CHOICES):
        pid = secrets.token_hex(16)
        for rev in (1, 2) if at < 3 else (1,):
            text = f"I am {at}." if at % 2 else ""
            reason, salt = Reason(text), secrets.token_bytes(SALT_SIZE)
            ballot = Ballot(choice, {"a": Finding.UNCLEAR}, 10 if at == 0 else None)
            said = {
                "file": FILE if at != 5 else "e" * 64,
                "pid": pid,
                "reason": reason_digest(salt, reason) if at != 7 else "0" * 64,
                "rev": rev,
                "sealed": seal_ballot(ballot, public_of(KEY), CASE, pid),
            }
            log.append(canonical({"v": 1, "kind": "ballot", "case": CASE, **said}))
            beside[pid, rev] = seal_reason(reason, salt, Band(at % 6), public_of(KEY), CASE, pid)
    return log, beside


def pairs(log: list[bytes], beside: dict[tuple[str, int], bytes]) -> list[Pair]:
    slips = [(raw, slip) for raw in log if (slip := slip_of(raw))]
    return [(raw, beside[slip.pid, slip.rev]) for raw, slip in slips]


def opened(log, beside, opener):
    """Return the box, and each reason that was kept with how its juror voted."""
    told: list[Told] = []
    found = open_box(look_around(log), pairs(log, beside), KEY, opener, told.extend)
    return found, sorted((one.choice, one.reason.text) for one in told)


def test_processes_come_to_the_same_chunk_by_chunk(sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "AT_ONCE", 4)
    here, said = opened(*sealed, in_turn)
    assert opened(*sealed, opening.in_processes) == (here, said)
    assert (here.replaced, here.counts.void) == (3, 1)
    assert here.counts.choices == {Choice.UPHOLD: 6, Choice.DENY: 5, Choice.CANNOT_JUDGE: 2}
    assert here.counts.tiers == {10: 1, None: 5}
    # Nothing of the void one, and of the one whose reason is another, only that nothing is known.
    assert here.bands == {
        Band.NOT_KNOWN: 4,
        Band.UNDER_5: 2,
        Band.UNDER_10: 2,
        Band.UNDER_20: 2,
        Band.UNDER_60: 2,
        Band.LONGER: 1,
    }
    # The fifth is for another file, the seventh is not the one that was logged.
    assert [text for _choice, text in said] == [
        "I am 13.",
        "I am 11.",
        "I am 9.",
        "I am 1.",
        "I am 3.",
    ]


def test_only_so_many_chunks_wait(sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a log is, its reading waits for the opening."""
    monkeypatch.setattr(box, "AT_ONCE", 1)
    log, _beside = sealed
    around, read, most = look_around(log), 0, 0

    def watched():
        nonlocal read
        for raw in log:
            read += 1
            yield raw

    class Once:
        __iter__ = staticmethod(watched)

    found = 0
    for _part in opening.in_processes(
        box.sheet_of(around.entries), KEY, ([(raw, None)] for raw in Once() if b"ballot" in raw), 1
    ):
        found += 1
        most = max(most, read - found)
    assert found == around.sent
    assert most <= AHEAD + 2


def test_a_small_box_is_opened_here() -> None:
    assert opening.opener_for(opening.SMALL) is in_turn
    assert opening.opener_for(opening.SMALL + 1) is opening.in_processes


def test_what_fails_in_a_process_fails_here(sealed) -> None:
    log, _beside = sealed
    with pytest.raises(box.BadLog):
        list(opening.in_processes(box.Sheet(CASE, FILE, (), ()), KEY, [[(log[0], None)]], 1))


def test_a_recount_in_processes_is_the_same(sealed) -> None:
    log, _beside = sealed
    around = look_around(log)
    assert recount(around, log, KEY, opening.in_processes) == recount(around, log, KEY)


def test_ballots_that_are_not_those_of_the_log_are_not_counted(sealed) -> None:
    log, beside = sealed
    around, held = look_around(log), pairs(log, beside)
    open_box(around, held[::-1], KEY)
    for others in (held[1:], [*held, held[0]], [held[1], *held[1:]]):
        with pytest.raises(box.BadLog, match="not those of the log"):
            open_box(around, others, KEY)
