"""Rows of the jury."""

from jury.models.ballots import Ballot, Voted
from jury.models.blackening import Blackening
from jury.models.cases import (
    BEFORE_CLOSING,
    MODES,
    OVER,
    STAGES,
    CaseVoid,
    Exclusion,
    Halt,
    JuryCase,
    Withdrawal,
)
from jury.models.challenges import Challenge
from jury.models.draws import Draw, DrawExclusion, DrawVoid, Roll, RollLeaf, RollNode
from jury.models.practice import MockAnswer, MockContest
from jury.models.remarks import RollRemark
from jury.models.seats import SEATS, SITTING, WHY, CaseQuizPass, Replacement, Seat, Voter
from jury.models.trustees import CaseTrustee, SharedKey, Trustee
from jury.models.verdicts import CaseStratum, Reason, Verdict, VerdictClause, VotingTime

__all__ = [
    "BEFORE_CLOSING",
    "MODES",
    "OVER",
    "SEATS",
    "SITTING",
    "STAGES",
    "WHY",
    "Ballot",
    "Blackening",
    "CaseQuizPass",
    "CaseStratum",
    "CaseTrustee",
    "CaseVoid",
    "Challenge",
    "Draw",
    "DrawExclusion",
    "DrawVoid",
    "Exclusion",
    "Halt",
    "JuryCase",
    "MockAnswer",
    "MockContest",
    "Reason",
    "Replacement",
    "Roll",
    "RollLeaf",
    "RollNode",
    "RollRemark",
    "Seat",
    "SharedKey",
    "Trustee",
    "Verdict",
    "VerdictClause",
    "Voted",
    "Voter",
    "VotingTime",
    "Withdrawal",
]
