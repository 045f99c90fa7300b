"""What people kept, held against a bundle: checkpoints of the case and of the registry, receipts.

In these lies everything was made and signed again with the right key; only what somebody kept
tells of them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit import merkle, note
from audit.verify import step
from tests.audit.checking import failed, steps_of
from tests.audit.synthetic import ORIGIN, REF, Case, pid

CASE = f"{ORIGIN}/case/{REF}"


def kept(folder: Path, name: str, content: str | bytes) -> list[Path]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [path]


def shortened() -> Case:
    """A case that lost its last ballot, and was counted and signed again without it."""
    case = Case()
    case.entries.pop(12)
    case.one("case.closed")["ballots"] = 4
    verdict = case.one("verdict")
    verdict["numbers"].update(uphold=3, deny=0, replaced_ballots=0)
    verdict["issues"]["medication"].update(applies=0, unclear=3)
    return case


def test_a_checkpoint_of_any_size_that_was_kept_fits(tmp_path: Path) -> None:
    case = Case()
    lines = case.lines()
    for size in range(len(lines) + 1):
        given = kept(tmp_path, f"at-{size}", case.signed(CASE, lines[:size]))
        found = steps_of(case.bundle(), tmp_path, checkpoints=given)["checkpoint given"]
        assert found.status == step.PASS
        assert found.reason == f"at-{size} is its head at size {size}"


def test_a_tail_that_was_cut_off_is_missed_by_who_kept_a_checkpoint(tmp_path: Path) -> None:
    whole, short = Case(), shortened()
    assert failed(steps_of(short.bundle(), tmp_path)) == []
    given = kept(tmp_path, "kept", whole.signed(CASE, whole.lines()))
    steps = steps_of(short.bundle(), tmp_path, checkpoints=given)
    assert failed(steps) == ["checkpoint given"]
    assert steps["checkpoint given"].reason == "kept: 1 entries are missing at the end"


def test_entries_that_were_changed_are_missed_by_who_kept_a_checkpoint(tmp_path: Path) -> None:
    given = kept(tmp_path, "kept", Case().signed(CASE, Case().lines()[:13]))
    steps = steps_of(shortened().bundle(), tmp_path, checkpoints=given)
    assert failed(steps) == ["checkpoint given"]
    assert "the first 13 entries were others" in steps["checkpoint given"].reason
    fine = kept(tmp_path, "early", Case().signed(CASE, Case().lines()[:12]))
    assert failed(steps_of(shortened().bundle(), tmp_path, checkpoints=fine)) == []


@pytest.mark.parametrize("other", [ORIGIN, f"{ORIGIN}/case/C-2026-0002"])
def test_a_checkpoint_of_another_log_is_refused(other: str, tmp_path: Path) -> None:
    given = kept(tmp_path, "kept", Case().signed(other, Case().lines()))
    steps = steps_of(Case().bundle(), tmp_path, checkpoints=given)
    assert failed(steps) == ["checkpoint given"]


def test_a_receipt_of_another_case_is_said_to_be_one(tmp_path: Path) -> None:
    other = f"{ORIGIN}/case/C-2026-0005"
    text = note.Receipt(other, bytes(32), "2026-11-26T13:00:00Z").text
    given = kept(tmp_path, "mine", note.signed(text, other, Case().signer))
    found = steps_of(Case().bundle(), tmp_path, receipts=given)["receipts"]
    assert (found.status, found.good) == (step.FAIL, False)
    assert found.reason == f"mine is of case C-2026-0005, the bundle of {REF}"
    head = kept(tmp_path, "head", Case().signed(other, []))
    found = steps_of(Case().bundle(), tmp_path, checkpoints=head)["checkpoint given"]
    assert found.reason == f"head is of case C-2026-0005, the bundle of {REF}"


@pytest.mark.parametrize(
    "ends",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n",
    ],
)
def test_what_was_kept_on_another_system_is_still_signed(
    ends: Callable[[str], str], tmp_path: Path
) -> None:
    case = Case()
    seen = TestRegistry()
    latest = len(seen.entries()) - 9
    steps = steps_of(
        case.bundle(),
        tmp_path,
        checkpoints=kept(tmp_path, "head", ends(case.signed(CASE, case.lines()[:9]))),
        receipts=kept(tmp_path, "receipt", ends(case.receipt(9))),
        registry=[
            *kept(tmp_path, "registry", ends(seen.head(7))),
            *kept(tmp_path, "proof", ends(seen.link(7, latest).decode())),
        ],
    )
    assert failed(steps) == []
    for name in ("checkpoint given", "receipts", "registry given"):
        assert steps[name].status == step.PASS
    # Nothing else is forgiven, and nothing in a bundle.
    for spoilt in (case.receipt(9).replace("\n", "\r"), case.receipt(9).replace("\n", "\n\r")):
        found = steps_of(
            case.bundle(), tmp_path, receipts=kept(tmp_path, "spoilt", spoilt.encode())
        )
        assert failed(found) == ["receipts"]
    members = case.members()
    for name in ("checkpoint", "registry/checkpoint"):
        turned = ends(members[name].decode()).encode()
        assert failed(steps_of(case.bundle(**{name: turned}), tmp_path)) != []


def test_a_ballot_that_was_left_out_is_missed_by_who_has_its_receipt(tmp_path: Path) -> None:
    given = kept(tmp_path, "mine", Case().receipt(12))
    assert failed(steps_of(shortened().bundle(), tmp_path, receipts=given)) == ["receipts"]
    assert failed(steps_of(Case().bundle(), tmp_path, receipts=given)) == []


def test_a_ballot_that_was_changed_is_missed_by_who_has_its_receipt(tmp_path: Path) -> None:
    given = kept(tmp_path, "mine", Case().receipt(11))
    case = Case()
    case.entries[11]["reason"] = "6" * 64
    assert case.entries[11]["pid"] == pid(2)
    assert failed(steps_of(case.bundle(), tmp_path)) == []
    assert failed(steps_of(case.bundle(), tmp_path, receipts=given)) == ["receipts"]


class TestRegistry:
    """A registry of which the bundle shows two heads, and others were seen elsewhere."""

    def entries(self) -> list[bytes]:
        """The registry up to the bundle's latest head, and what came after it."""
        case = Case()
        lines = case.lines()
        found = case.registry()
        later = [b'{"at":"2027","by":"system","kind":"demo.event","v":1}'] * 9
        assert case.signed(ORIGIN, found).encode() == case.members()["registry/checkpoint"]
        assert len(lines) == 16
        return [*found, *later]

    def head(self, size: int, entries: list[bytes] | None = None) -> str:
        return Case().signed(ORIGIN, (entries or self.entries())[:size])

    def link(self, old: int, new: int, entries: list[bytes] | None = None) -> bytes:
        hashes = [merkle.leaf_hash(one) for one in (entries or self.entries())[:new]]
        proof = merkle.consistency_proof(hashes, old)
        return note.consistency_file(old, proof, self.head(new, entries))

    def told(self, folder: Path, *files: str | bytes) -> step.Step:
        given = [kept(folder, f"file-{at}", one)[0] for at, one in enumerate(files)]
        return steps_of(Case().bundle(), folder, registry=given)["registry given"]

    def test_what_is_wrong_is_said_before_what_is_missing(self, tmp_path: Path) -> None:
        latest = len(self.entries()) - 9
        wrong = note.consistency_file(7, [], self.head(latest))
        for others in ([], [self.link(5, latest)]):
            found = self.told(tmp_path, *others, self.head(7), wrong)
            assert found.status == step.FAIL, found
        found = self.told(tmp_path, self.link(5, latest), self.head(7))
        assert (found.status, found.good) == (step.NOT_CHECKED, False)

    def test_heads_of_any_size_fit_with_the_files_that_lead_to_the_bundle(
        self, tmp_path: Path
    ) -> None:
        latest = len(self.entries()) - 9
        now = self.link(latest, latest + 9)
        assert self.told(tmp_path, now).status == step.PASS
        for size in (1, 7, latest - 1, latest + 4):
            found = self.told(tmp_path, self.head(size))
            assert (found.status, found.good) == (step.NOT_CHECKED, False)
            low, high = sorted((size, latest))
            assert f"Give what /log/consistency/{low}/{high} serves as well" in found.reason
            # What it asks for is all that it takes.
            found = self.told(tmp_path, self.head(size), self.link(low, high))
            assert found.status == step.PASS, found
            found = self.told(tmp_path, self.head(size), self.link(size, latest + 9))
            assert (found.status, found.good) == (step.NOT_CHECKED, False)
            for one, other in ((low, high), (latest, latest + 9)):
                assert f"/log/consistency/{one}/{other}" in found.reason
            found = self.told(tmp_path, self.head(size), self.link(size, latest + 9), now)
            assert found.status == step.PASS, found
            assert f"file-0 is its head at size {size}" in found.reason
        found = self.told(tmp_path, self.head(7), self.link(7, latest))
        assert found.status == step.PASS
        assert f"file-1 leads from size 7 to size {latest}" in found.reason

    def test_a_file_that_leads_from_nowhere_leads_nowhere(self, tmp_path: Path) -> None:
        latest = len(self.entries()) - 9
        found = self.told(tmp_path, self.link(7, latest + 9))
        assert (found.status, found.good) == (step.NOT_CHECKED, False)
        assert "begins at size 7" in found.reason
        assert "Give your checkpoint of size 7 as well" in found.reason

    def forked(self) -> tuple[int, list[bytes]]:
        """The size of the bundle's registry at the opening, and another that goes on from there."""
        proof = Case().members()["registry/opening.tlog-proof"].decode()
        opening = int(proof.rpartition(f"\n{ORIGIN}\n")[2].split("\n")[0])
        return opening, [*self.entries()[:opening], *[b"another"] * len(self.entries())]

    def test_a_head_that_only_goes_on_from_the_opening_may_be_of_a_fork(
        self, tmp_path: Path
    ) -> None:
        latest = len(self.entries()) - 9
        opening, fork = self.forked()
        for size in (latest - 1, latest + 9):
            for files in (
                (self.link(opening, size, fork),),
                (self.head(size, fork), self.link(opening, size, fork)),
                (self.head(7), self.link(7, opening), self.link(7, size, fork)),
            ):
                found = self.told(tmp_path, *files)
                assert (found.status, found.good) == (step.NOT_CHECKED, False), found
                low, high = sorted((size, latest))
                assert f"/log/consistency/{low}/{high}" in found.reason

    def test_a_fork_is_found_between_any_two_that_were_kept(self, tmp_path: Path) -> None:
        latest = len(self.entries()) - 9
        fork = [*self.entries()[:-3], b"another", b"another", b"another"]
        for size in (latest + 7, latest + 9):
            found = self.told(tmp_path, self.head(size), self.head(size, fork))
            assert (found.status, "forked" in found.reason) == (step.FAIL, True)
        # One who kept a head of the fork, and asks for the way to where the others are.
        honest = self.link(latest, latest + 9)
        for files in (
            (self.head(latest + 7, fork), self.link(latest + 7, latest + 9), honest),
            (self.head(latest + 7, fork), self.link(latest + 7, latest + 9, fork), honest),
        ):
            assert self.told(tmp_path, *files).status == step.FAIL
        rewritten = [b"another", *self.entries()[1:]]
        assert self.told(tmp_path, self.head(latest, rewritten)).status == step.FAIL
        assert self.told(tmp_path, self.link(latest, latest + 9, rewritten)).status == step.FAIL
