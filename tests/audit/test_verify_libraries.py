"""What takes a library to check: a beacon's signature, and the dearest panel of a certificate."""

import sys
from pathlib import Path

import pytest

from audit.verify import step
from audit.verify.__main__ import main
from audit.verify.lottery import Lottery, check_chances
from tests.audit import test_lottery_lies, test_modes_lies
from tests.audit.checking import failed, steps_of
from tests.audit.modes import MODES, ROUND, SIGNATURE, Beacon
from tests.audit.synthetic import VKEY, Case
from tests.audit.test_lottery_lies import lottery, modest
from tests.jury import fakebeacon


def without(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.parametrize(
    ("mode", "where", "library"),
    [("beacon", "randomness", "py_ecc"), ("stratified", "chances", "highspy")],
)
def test_what_takes_a_library_is_not_checked_without_it_and_not_believed(
    mode: str,
    where: str,
    library: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = MODES[mode]().bundle()  # with the library, which the house takes to draw by types
    without(monkeypatch, library)
    steps = steps_of(content, tmp_path)
    assert (steps[where].status, steps[where].good) == (step.NOT_CHECKED, False)
    assert f"pip install {library}" in steps[where].reason
    assert [name for name, one in steps.items() if not one.good] == [where]
    assert main([str(tmp_path / "case.zip"), "--key", str(VKEY)]) == 3
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.endswith(f": NOT verified, incomplete: could not check {where}")
    lies = {**test_modes_lies.LIES, **test_lottery_lies.LIES}
    case = MODES[mode]()
    lies["a round that was not announced" if mode == "beacon" else "no prices"][2](case)
    assert steps_of(case.bundle(), tmp_path)[where].status == step.FAIL
    assert main([str(tmp_path / "case.zip"), "--key", str(VKEY)]) == 1
    assert f": NOT verified, failed: {where}" in capsys.readouterr().out


def test_only_a_solver_sees_through_a_modest_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = MODES["stratified"]()
    lottery(modest)(case)
    assert "the least chance is 0, not" in steps_of(case.bundle(), tmp_path)["chances"].reason
    without(monkeypatch, "highspy")
    assert steps_of(case.bundle(), tmp_path)["chances"].status == step.NOT_CHECKED


def lopsided(high: int) -> Lottery:
    """A lottery of one composition that gives the third type half of what it could have, and a
    certificate in which others pay `high` for a seat, beside which a solver sees no price of 1."""
    first = {"settled": [4, 5], "prices": [[4, 1], [5, 1]], "most": 2}
    second = {"settled": [2], "prices": [[4, high], [5, high], [2, 1]], "most": 2 * high + 1}
    third = {"settled": [0, 1, 3], "prices": [[at, 1] for at in range(4)], "most": 4}
    return Lottery(
        seats=6,
        quotas=[
            {"feature": "f", "value": "f", "least": 2, "most": 2},
            {"feature": "y", "value": "1", "least": 1, "most": 4},
        ],
        names=[f"f={f};y={y}" for f in "bcf" for y in "12"],
        available=[10, 10, 30, 10, 500, 500],
        compositions=[[1, 1, 1, 1, 1, 1]],
        weights=[1_000_000],
        certificate=[first, second, third],
    )


@pytest.mark.parametrize("high", [1, 10**6, 2**51])
def test_no_price_is_so_high_that_the_others_are_not_seen(high: int) -> None:
    with pytest.raises(step.Wrong, match="level 2"):
        check_chances(lopsided(high))


def test_a_certificate_that_keeps_the_solver_busy_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.verify.lottery.SECONDS", 0)
    steps = steps_of(MODES["stratified"]().bundle(), tmp_path)
    assert [name for name, one in steps.items() if not one.good] == ["chances"]
    assert steps["chances"].status == step.NOT_CHECKED
    assert steps["chances"].reason == "HiGHS did not find the dearest panel in time"


class Forged(Beacon):
    """All is drawn again from what is no word of the beacon."""

    signature = ""


FORGED = {
    "nothing": bytes(48),
    "infinity": b"\xc0" + bytes(47),  # the point at infinity
    "changed": bytes.fromhex(SIGNATURE)[:-1] + b"\0",
    "outside": ((1 << 383) + 4).to_bytes(48, "big"),  # on the curve, outside of the group
    "shifted": fakebeacon.shifted(bytes.fromhex(SIGNATURE)),
    "another key": fakebeacon.sign(ROUND),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_word_of_the_beacon(name: str, tmp_path: Path) -> None:
    Forged.signature = FORGED[name].hex()
    steps = steps_of(Forged().bundle(), tmp_path)
    assert failed(steps) == ["randomness"]
    assert "beacon's signature" in steps["randomness"].reason


def test_a_case_that_was_voided_has_no_count(tmp_path: Path) -> None:
    for left in (3, 2):
        case = Case()
        case.entries = [*case.entries[:-left], {"kind": "case.voided", "why": "key lost"}]
        assert "was voided" in steps_of(case.bundle(), tmp_path)["entries"].reason
