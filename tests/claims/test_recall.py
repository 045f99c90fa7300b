"""What redaction finds of planted private data, and how often it cries wolf: held at the figures
that docs/redaction.md reports."""

from collections import Counter

import pytest

from tests.claims.measuring import (
    COUNTED,
    DISGUISED,
    FILE,
    HELD_OUT,
    JOINED,
    TUNING,
    false_alarms,
    planted,
    stray_alarms,
)
from tests.databases import ROOT

LEAST = {TUNING: 53, HELD_OUT: 49, DISGUISED: 47, COUNTED: 38}
MOST_ALARMS = 1


def test_the_sentences_are_as_many_as_they_say():
    sets = Counter((one["set"], one["language"]) for one in FILE["planted"])
    assert sum(count for (group, _), count in sets.items() if group == TUNING) == 20
    assert sum(count for (group, _), count in sets.items() if group == HELD_OUT) == 20
    assert sum(count for (group, _), count in sets.items() if group == DISGUISED) == 18
    assert sum(count for (group, _), count in sets.items() if group == COUNTED) == 15
    assert len(FILE["harmless"]) == 20
    assert min(sets.values()) >= 5


@pytest.mark.parametrize("group", LEAST)
def test_as_much_is_found_as_ever_before(group):
    assert sum(one.gone for one in planted(group)) >= LEAST[group]


def test_no_more_false_alarms_than_ever_before():
    assert len(false_alarms()) <= MOST_ALARMS

    months = {"2018年10月", "2018 yılının Ekim ayında"}  # where days are counted, these are found
    assert set(false_alarms(JOINED)) - months == set(false_alarms())
    assert stray_alarms(COUNTED) == []


def test_the_document_says_what_is_measured():
    told = (ROOT / "docs/redaction.md").read_text(encoding="utf-8")
    for group in LEAST:
        found = planted(group)
        row = f"| {group} | {len(found)} | {sum(one.gone for one in found)} |"
        assert row in told
    assert f"20 harmless medical sentences: {len(false_alarms())}." in told
