"""What a reader may not want to meet unprepared is said before the jurors' reasons too."""

from dataclasses import replace

import pytest

from claims.claim import Facts
from claims.handover import case_file, redact_claim
from jury.casefile import CaseFile

FILE = CaseFile("C-2026-0001", "T", "Q?", "A fall.", "", "", ())


@pytest.mark.parametrize("said", ["", "A child dies.", "A child dies.\n\nIn * detail."])
def test_the_warning_of_a_claim_is_that_of_its_file(said):
    facts = Facts(title="T", content_warning=said, summary="*Why* he fell.")
    assert case_file("C-2026-0001", facts, redact_claim(facts), {}).warning in {said, said[:13]}


def test_another_summary_begins_with_no_warning():
    for summary in ("", "*A fall* of a child.", "Before you read: x", "x *Before you read: y*"):
        assert replace(FILE, summary=summary).warning == ""
    assert replace(FILE, summary="*Before you read: Blood.*\n\nHe fell.").warning == "Blood."
