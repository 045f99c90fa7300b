"""What comes next, for a juror and for an officer."""

from datetime import timedelta

import pytest

from jury.step import OfficerStep, Progress, RollState, Standing, Step, next_step, officer_step
from tests.clock import START

SOON = START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing("drawn", "summoned", answer_by=SOON), Step.ANSWER),
        (Standing("open", "summoned", answer_by=SOON, closes_at=SOON), Step.ANSWER),
        (Standing("drawn", "summoned", answer_by=START), Step.LATE),
        (Standing("drawn", "summoned", answer_by=SOON, halted=True), Step.HALTED),
        (Standing("drawn", "summoned", answer_by=START, halted=True), Step.HALTED),
        (Standing("drawn", "alternate", halted=True), Step.STAND_BY),
        (Standing("drawn", "accepted"), Step.QUIZ),
        (Standing("drawn", "accepted", quiz_passed=True), Step.WAIT),
        (Standing("drawn", "alternate"), Step.STAND_BY),
        (Standing("open", "accepted", closes_at=SOON), Step.QUIZ),
        (Standing("open", "accepted", closes_at=SOON, quiz_passed=True), Step.VOTE),
        (Standing("open", "accepted", closes_at=SOON, quiz_passed=True, voted=True), Step.VOTED),
        (Standing("open", "accepted", closes_at=START, quiz_passed=True), Step.COUNTING),
        (Standing("closed", "accepted"), Step.COUNTING),
        (Standing("decided", "accepted", closes_at=START), Step.DECIDED),
        (Standing("withdrawn", "accepted"), Step.WITHDRAWN),
        (Standing("decided", "declined"), Step.LEFT),
        (Standing("open", "silent", closes_at=SOON), Step.LEFT),
    ],
)
def test_a_juror_is_led_to_one_next_step(standing: Standing, step: Step) -> None:
    assert next_step(standing, START) is step


@pytest.mark.parametrize(
    ("progress", "step"),
    [
        (Progress("frozen", roll=RollState.NONE), OfficerStep.ROLL),
        (Progress("frozen", roll=RollState.LOGGED), OfficerStep.ROLL_LOGGED),
        (Progress("frozen", roll=RollState.LOOKED_AT), OfficerStep.ROLL_LOOKED_AT),
        (Progress("frozen", roll=RollState.REMARKS), OfficerStep.ROLL_REMARKS),
        (Progress("frozen"), OfficerStep.DRAW),
        (Progress("committed"), OfficerStep.DRAWING),
        (Progress("drawn"), OfficerStep.ANSWERS),
        (Progress("drawn", complete=True), OfficerStep.OPEN),
        (Progress("drawn", challenges=True), OfficerStep.CHALLENGES),
        (Progress("frozen", assembly=True, challenges=True), OfficerStep.CHALLENGES),
        (Progress("frozen", assembly=True, challenges=True, trustees=True), OfficerStep.WORDS),
        (Progress("frozen", assembly=True), OfficerStep.OPEN_ASSEMBLY),
        (Progress("open", closes_at=SOON), OfficerStep.POLL),
        (Progress("open", closes_at=START), OfficerStep.COUNTING),
        (Progress("closed"), OfficerStep.COUNTING),
        (Progress("decided", new_panel=True, reasons=2), OfficerStep.NEW_PANEL),
        (Progress("decided", reasons=2), OfficerStep.REASONS),
        (Progress("decided"), OfficerStep.DONE),
        (Progress("withdrawn"), OfficerStep.DONE),
    ],
)
def test_an_officer_is_led_to_one_next_step(progress: Progress, step: OfficerStep) -> None:
    assert officer_step(progress, START) is step
