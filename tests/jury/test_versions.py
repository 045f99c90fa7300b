"""A juror knows each cited clause in the version that governs the case, or a later one."""

from dataclasses import replace
from datetime import date

import pytest

from jury import actions
from jury.casefile import knows
from members.actions import grant_qualification
from rules.actions import load_book, publish_version
from rules.queries import version
from tests.jury.bench import REF, Bench, case_file

KNOWN = {"lung-disease": 3, "impossible-evidence": 1}


@pytest.mark.parametrize(
    ("versions", "known"),
    [
        ({"a": 1}, False),
        ({"a": 2}, True),
        ({"a": 3}, True),
        ({"b": 9}, False),
        ({}, False),  # a certificate that names no clauses is one for none
    ],
)
def test_what_a_certificate_says(versions: dict[str, int], known: bool) -> None:
    assert knows(versions, "a", 2) is known


def test_whoever_knows_an_older_version_is_left_out_of_the_draw(bench: Bench) -> None:
    older, stranger = bench.cast.jurors[2], bench.cast.jurors[7]
    certificates = {
        older.account: {**KNOWN, "lung-disease": 1},
        stranger.account: {"lung-disease": 3},
    }
    file = case_file()
    lung, evidence = file.clauses
    with bench.work() as w:
        for juror in bench.cast.jurors:
            known = certificates.get(juror.account, KNOWN)
            grant_qualification(w, juror.account, "village", known)
        actions.build_roll(w)
    with bench.work(bench.cast.olive) as w:
        cited = (replace(lung, version=2), evidence)
        actions.open_case(w, replace(file, clauses=cited), "twelve", {})
    bench.draw(fresh_roll=False)
    committed, result = bench.log()[1:]
    assert committed["excluded"]["reasons"] == {"other-version": 2}
    assert "cap" not in {row[2] for row in result["stream"]}
    assert {older, stranger}.isdisjoint(bench.jurors())
    assert bench.ref == REF


def test_a_known_reason_outweighs_the_version(bench: Bench) -> None:
    with bench.work() as w:
        for juror in bench.cast.jurors[:3]:
            grant_qualification(w, juror.account, "village", {"waiting-period": 1})
    bench.freeze({bench.cast.jurors[0].account: "household"})
    bench.draw()
    reasons = bench.log()[1]["excluded"]["reasons"]
    assert reasons == {"household": 1, "other-version": 2}


def test_an_editorial_revision_bars_nobody_and_one_of_substance_does(bench: Bench) -> None:
    """Who knows version 1 knows version 2, which mends a spelling; version 3 says another thing."""
    file = case_file()
    lung, evidence = file.clauses
    with bench.work() as w:
        load_book(w)
        old = version(w.session, lung.id, 1)
        mended = old.text.replace("breathing machine,", "breathing machine")
        other = mended.replace("at most 55", "at most 60")
        for number, text, day in ((2, mended, date(2026, 1, 1)), (3, other, date(2026, 2, 1))):
            after = replace(old, version=number, text=text, in_force_from=day)
            publish_version(w, after, historic=True)
        for juror in bench.cast.jurors:
            knows_other = juror is bench.cast.jurors[0]
            known = {**KNOWN, lung.id: 3 if knows_other else 1}
            grant_qualification(w, juror.account, "village", known)
        actions.build_roll(w)
    with bench.work(bench.cast.olive) as w:
        cited = (replace(lung, version=2), evidence)
        actions.open_case(w, replace(file, clauses=cited), "twelve", {})
    bench.draw(fresh_roll=False)
    assert "other-version" not in bench.log()[1]["excluded"]["reasons"]
