"""The sides name members who must not judge; an officer without a part in the case decides."""

import pytest

from claims.actions import challenge_member, name_adviser, withdraw
from claims.queries import has_prepared
from claims.timetable import Side
from jury.models import JuryCase
from jury.queries.challenges import challenges_of
from kernel.errors import Conflict
from tests.claims.settling import draw
from tests.village import person

TOLD = "Juror 002 is the sister of my neighbour, with whom I have a quarrel in court."


def rows(work, ref, side=Side.CLAIMANT):
    with work(writing=False) as w:
        return challenges_of(w.session, ref, side)


def ruling(client, ref, told=TOLD):
    """Return the page on which an officer decides, by the bench."""
    page = client.get(f"/jury/bench/{ref}").click("Decide on a challenge by the claimant")
    assert told in page.text
    return page


def test_a_claimant_challenges_and_reads_the_answer(work, cast, as_, frozen):
    clara, orla = as_("clara"), as_("orla")
    page = clara.get(f"/claims/{frozen}").click("Name somebody who must not judge it")
    page = page.form("Send the challenge").fill(told="").send(status=422)
    page = page.form("Send the challenge").fill(told=TOLD).send()
    assert "Challenge 1: not decided yet" in page.text
    assert "Decide on what a side says against a member" in orla.get("/desk/").text
    page = ruling(orla, frozen)
    form = {"decision": "uphold", "who": "Juror 003", "answer": "A quarrel in court."}
    page = page.form("Decide").fill(**form).send(status=422)
    assert "No member has this name" in page.text
    page = page.form("Decide").fill(who=" juror 002 ").send()
    assert "Is this who is meant?" in page.text
    assert cast.jurors[1].ref in page.text
    assert rows(work, frozen)[0].state == "open"
    page = page.press("No, go back")
    assert page.form("Decide").values["answer"] == ["A quarrel in court."]
    page = page.form("Decide").send()
    page = page.press("Uphold the challenge")
    assert "told to nobody" in page.text
    assert rows(work, frozen)[0].account_id == cast.jurors[1].account
    page = clara.get(f"/claims/{frozen}/challenge")
    assert "Challenge 1: upheld" in page.text
    assert "A quarrel in court." in page.text
    assert cast.jurors[1].ref not in page.text
    assert "challenges" not in orla.get(f"/jury/bench/{frozen}").text


def test_it_is_dismissed_with_a_reason(work, as_, frozen, do, cast):
    do(cast.clara, challenge_member, frozen, Side.CLAIMANT, TOLD)
    page = ruling(as_("orla"), frozen)
    page = page.form("Decide").fill(decision="dismiss", answer="").send(status=422)
    page.form("Decide").fill(answer="Everybody has neighbours.").send()
    [row] = rows(work, frozen)
    assert (row.state, row.account_id) == ("dismissed", None)
    page = as_("clara").get(f"/claims/{frozen}/challenge")
    assert "Challenge 1: dismissed" in page.text
    assert "Everybody has neighbours." in page.text


def test_of_one_name_the_reference_tells(work, as_, frozen, do, cast):
    with work() as w:
        person(w, "Ann Lee")
        other = person(w, "Ann")
        other.name, second = "ann lee", other.ref
    do(cast.clara, challenge_member, frozen, Side.CLAIMANT, TOLD)
    page = ruling(as_("orla"), frozen)
    form = {"decision": "uphold", "who": "Ann Lee", "answer": "It is so."}
    page = page.form("Decide").fill(**form).send(status=422)
    assert second in page.text
    page = page.form("Decide").fill(who=second).send()
    assert "Is this who is meant?" in page.text


def test_the_answer_is_the_same_whoever_is_meant(work, as_, frozen, do, cast):
    """Who sits, who is on no roll, who is an admin: no page tells the one from the other."""
    orla, said = as_("orla"), set()
    for number, who in enumerate((cast.jurors[0], cast.jurors[1], cast.agnes)):
        do(cast.clara, challenge_member, frozen, Side.CLAIMANT, f"Number {number}.")
        page = ruling(orla, frozen, f"Number {number}.")
        form = {"decision": "uphold", "who": who.ref, "answer": "It is so."}
        page = page.form("Decide").fill(**form).send().press("Uphold the challenge")
        said.add(page.text)
    assert len(said) == 1


def test_who_prepared_the_file_speaks_for_the_plan_and_decides_nothing(work, as_, frozen, do, cast):
    olive = as_("olive")
    page = olive.get(f"/claims/{frozen}/file").click("Name somebody who must not judge it")
    page.form("Send the challenge").fill(told="Juror 001 is paid by the claimant.").send()
    do(cast.clara, challenge_member, frozen, Side.CLAIMANT, TOLD)
    with work(writing=False) as w:
        speak = [has_prepared(w.session, frozen, one.account) for one in (cast.olive, cast.oscar)]
    assert speak == [True, False]
    [row] = rows(work, frozen)
    olive.get(f"/jury/bench/challenges/{row.id}", status=404)
    assert (
        "2 challenges wait for another officer than you" in olive.get(f"/jury/bench/{frozen}").text
    )
    oscar = as_("oscar").get(f"/jury/bench/{frozen}")
    assert "by the claimant" in oscar.text
    assert "by the plan" in oscar.text
    as_("orla").get(f"/claims/{frozen}/plan-challenge", status=404)
    with work(cast.orla) as w, pytest.raises(Conflict, match="prepared the file"):
        challenge_member(w, frozen, Side.RESPONDENT, "Somebody.")
    assert "paid by" not in as_("clara").get(f"/claims/{frozen}/challenge").text
    assert TOLD not in olive.get(f"/claims/{frozen}/plan-challenge").text


def test_nobody_else_comes_in(as_, frozen, do, work, cast):
    do(cast.clara, challenge_member, frozen, Side.CLAIMANT, TOLD)
    [row] = rows(work, frozen)
    for name in ("edith", "agnes", "juror.002"):
        client = as_(name)
        client.get(f"/claims/{frozen}/challenge", status=404)
        client.get(f"/claims/{frozen}/plan-challenge", status=403)
        client.get(f"/jury/bench/challenges/{row.id}", status=403)
    for name in ("x", "x" * 22, "%00"):
        as_("orla").get(f"/jury/bench/challenges/{name}", status=404)


def test_only_from_the_closed_file_until_the_poll_opens(work, as_, agreed, do, cast, disputed):
    with work(cast.clara) as w, pytest.raises(Conflict, match="No jury"):
        challenge_member(w, agreed, Side.CLAIMANT, TOLD)
    assert "once the file is closed" in as_("clara").get(f"/claims/{agreed}/challenge").text


def test_what_nobody_decided_ends_with_the_claim(work, as_, frozen, do, cast):
    do(cast.clara, challenge_member, frozen, Side.CLAIMANT, TOLD)
    do(cast.clara, withdraw, frozen)
    page = as_("clara").get(f"/claims/{frozen}/challenge")
    assert "not decided: the case was over before" in page.text
    assert "Send the challenge" not in page.text


def test_it_is_too_late_once_the_poll_is_open(work, as_, frozen, do, cast):
    draw(work, frozen)
    clara = as_("clara")
    page = clara.get(f"/claims/{frozen}/challenge")
    with work() as w:
        case = w.session.get_one(JuryCase, frozen)
        case.opens_at, case.closes_at, case.stage = w.now, w.now.replace(year=2030), "open"
    page = page.form("Send the challenge").fill(told=TOLD).send(status=409)
    assert "nobody can be challenged any more" in page.text
    assert TOLD in page.form("Send the challenge").values["told"]


def test_an_adviser_does_not_challenge(work, as_, disputed, do, cast):
    do(cast.clara, name_adviser, disputed, cast.jurors[1].ref)
    as_("juror.002").get(f"/claims/{disputed}/challenge", status=404)
