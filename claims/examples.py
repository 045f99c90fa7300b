"""The example cases, read from examples.toml into facts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from claims.claim import Decision, Facts, Question
from claims.dates import KnownDates
from claims.redaction import Party, check_parties
from claims.standards import USUAL


@dataclass(frozen=True)
class Example:
    """One example: its label in the domain notes, such as C-01, and its facts."""

    label: str
    facts: Facts


def examples() -> dict[str, Example]:
    """Return the examples that come with Venire, by label."""
    text = resources.files("claims").joinpath("examples.toml").read_text(encoding="utf-8")
    return {one.label: one for one in parse(text)}


def parse(text: str) -> list[Example]:
    """Read examples; raises KeyError or ValueError for what is not written as one."""
    return [_example(case) for case in tomllib.loads(text)["case"]]


def _example(case: Mapping[str, Any]) -> Example:
    known = KnownDates(
        joined=case.get("joined_on"),
        born=case.get("born_on"),
        event=case.get("event_on"),
        diagnosed=case.get("diagnosed_on"),
        filed=case.get("filed_on"),
        accident=case.get("accident", False),
        waiting_agreed=case.get("waiting_agreed", False),
        medication_days=case.get("medication_days"),
        stay_days=case.get("stay_days"),
    )
    facts = Facts(
        title=case["title"],
        dates=known,
        content_warning=case["content_warning"],
        amount=case["amount"] * 100,
        decision=Decision(case["decision"]),
        decision_reason=case["decision_reason"],
        summary=case["summary"].strip(),
        question=case["question"],
        claimant_says=case["claimant_says"].strip(),
        respondent_says=case["respondent_says"].strip(),
        clauses=tuple(case["clauses"]),
        parties=check_parties([Party(**party) for party in case["parties"]]),
        quiz=tuple(
            Question(one["stem"], tuple(one["options"]), one["key"]) for one in case["quiz"]
        ),
        tiers=tuple(yuan * 100 for yuan in case.get("tiers", [])),
        standard=USUAL,
        despite=case.get("despite", ""),
    )
    return Example(case["label"], facts)
