"""Rows of the claims. Personal data of a dispute lives in these tables and nowhere else."""

from claims.models.claims import (
    APPROVED,
    CHANGED,
    ENTERED,
    FROZEN,
    PREPARING,
    RETURNED,
    SENT,
    STEPS,
    WITHDRAWN,
    Claim,
    ClaimGoverning,
    ClaimNumber,
    ClaimStep,
)
from claims.models.reviewing import FlagDecision, SignOff

__all__ = [
    "APPROVED",
    "CHANGED",
    "ENTERED",
    "FROZEN",
    "PREPARING",
    "RETURNED",
    "SENT",
    "STEPS",
    "WITHDRAWN",
    "Claim",
    "ClaimGoverning",
    "ClaimNumber",
    "ClaimStep",
    "FlagDecision",
    "SignOff",
]
