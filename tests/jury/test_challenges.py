"""A side challenges a member; whether they sit shows nowhere, and they judge nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from audit.entry import parse
from audit.keys import REGISTRY
from audit.queries import entries
from jury import actions, queries
from jury.hopeless import BEFORE_THE_POLL
from jury.jobs import replace_silent_seats
from jury.models import Challenge, Exclusion, JuryCase, Seat
from jury.queries.challenges import challenges_of, challenges_waiting
from jury.reading.seats import my_cards
from jury.standard import PRESETS
from jury.step import Step
from kernel.actor import Actor, Role
from kernel.errors import Conflict, Malformed, Missing
from members.queries import actor_of
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.jury.bench import Bench
from tests.village import person

DAY = timedelta(hours=PRESETS["twelve"].answer_hours)


def say(bench: Bench, told: str = "They are old friends.", side: str = "claimant") -> str:
    who = bench.cast.clara if side == "claimant" else bench.cast.oscar
    with bench.work(who) as w:
        actions.challenge(w, bench.ref, side, told)
    with bench.work(writing=False) as w:
        found = {row.told: row.id for row in challenges_of(w.session, bench.ref, side)}
    return found.get(told.strip(), "")


def rule(bench: Bench, challenge: str, against: Actor | None, who: Actor | None = None) -> None:
    with bench.work(who or bench.cast.olive) as w:
        account = against.account if against else None
        actions.decide_challenge(w, challenge, "So it is.", account)


def uphold(bench: Bench, against: Actor) -> None:
    rule(bench, say(bench, f"{against.name} is a friend."), against)


def state(bench: Bench, of: Actor) -> str | None:
    with bench.work(writing=False) as w:
        query = sa.select(Seat.state).where(
            Seat.case_ref == bench.ref, Seat.account_id == of.account
        )
        return w.session.scalar(query)


def step(bench: Bench, of: Actor) -> Step:
    with bench.work(writing=False) as w:
        [card] = my_cards(w.session, of.account, w.now)
    return card.step


def tick(bench: Bench) -> int:
    with bench.work(writing=False):
        return replace_silent_seats()


def told(bench: Bench, kind: str) -> list[dict]:
    return [entry for entry in bench.log() if entry["kind"] == kind]


def test_whoever_is_challenged_before_the_draw_is_not_drawn(bench: Bench) -> None:
    bench.freeze()
    for juror in bench.cast.jurors[:4]:
        uphold(bench, juror)
    bench.draw()
    assert not set(bench.cast.jurors[:4]) & set(bench.jurors())
    [committed] = told(bench, "draw.committed")
    assert committed["excluded"]["reasons"]["challenged"] == 4


def test_who_is_not_on_the_roll_can_be_meant_too(bench: Bench) -> None:
    bench.freeze()
    uphold(bench, bench.cast.clara)
    bench.draw()
    [committed] = told(bench, "draw.committed")
    assert "challenged" not in committed["excluded"]["reasons"]


def test_a_taken_seat_is_left_at_a_moment_by_lot_as_if_its_holder_stepped_down(
    bench: Bench, tmp_path
) -> None:
    bench.freeze()
    bench.draw()
    first, *others = bench.accept()
    before = bench.seats(), bench.log()
    uphold(bench, first)
    assert (bench.seats(), bench.log()) == before
    assert step(bench, first) is Step.CHALLENGED
    bench.clock.move(DAY)
    assert tick(bench) == 1
    assert state(bench, first) == "stepped_down"
    [replaced] = told(bench, "seat.replaced")
    assert replaced["why"] == "stepped_down"
    assert replaced["ord"] is not None
    assert step(bench, first) is Step.CHALLENGED
    bench.open()
    for juror in others:
        bench.quiz(juror)
        bench.vote(juror)
    bench.close()
    assert bench.decide()["numbers"]["cast"] == 11
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, bench.ref), w.settings, tmp_path) == []


def test_the_moment_may_lie_in_the_poll_and_no_ballot_is_taken_until_then(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    first = bench.accept()[0]
    uphold(bench, first)
    bench.open()
    bench.quiz(first)
    with pytest.raises(Conflict, match="You do not judge this case"):
        bench.vote(first)
    with bench.work(first) as w, pytest.raises(Conflict, match="do not read the file"):
        actions.report_private_data(w, bench.ref, "In the summary.")
    bench.clock.move(DAY)
    tick(bench)
    assert state(bench, first) == "stepped_down"
    assert len(bench.jurors("summoned")) == 1


def test_a_summons_falls_silent_like_any_other(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    first = bench.jurors("summoned")[0]
    uphold(bench, first)
    with pytest.raises(Conflict, match="You do not judge this case"), bench.work(first) as w:
        actions.accept_seat(w, bench.ref)
    assert state(bench, first) == "summoned"
    bench.clock.move(DAY)
    tick(bench)
    assert state(bench, first) == "silent"
    assert {entry["why"] for entry in told(bench, "seat.replaced")} == {"silent"}


def test_an_alternate_who_was_challenged_never_votes(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    jurors = bench.accept()
    with bench.work(writing=False) as w:
        ords = queries.panel_of(w.session, queries.drawn_of(w.session, bench.ref)).alternates
        called = [w.session.get_one(Seat, (bench.ref, ord)).account_id for ord in ords]
    alternates = sorted(bench.jurors("alternate"), key=lambda one: called.index(one.account))
    uphold(bench, alternates[0])
    assert state(bench, alternates[0]) == "alternate"
    with bench.work(jurors[0]) as w:
        actions.decline_seat(w, bench.ref)
    assert state(bench, alternates[0]) == "summoned"  # in the order of the stream, as the log says
    with pytest.raises(Conflict), bench.work(alternates[0]) as w:
        actions.accept_seat(w, bench.ref)
    bench.clock.move(DAY)
    tick(bench)
    assert state(bench, alternates[0]) == "silent"
    assert state(bench, alternates[1]) == "summoned"


def test_nothing_that_an_officer_sees_differs_with_who_is_meant(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    bench.accept(6)
    seen = set()
    meant = (
        bench.jurors("accepted")[0],
        bench.jurors("summoned")[0],
        bench.jurors("alternate")[0],
        next(one for one in bench.cast.jurors if one not in bench.jurors()),
        bench.cast.clara,
    )
    for number, one in enumerate(meant):
        challenge = say(bench, f"Number {number}.")
        rule(bench, challenge, one)
        with bench.work(writing=False) as w:
            row = w.session.get_one(Challenge, challenge)
            assert w.now < row.leaves_at <= w.now + DAY
            seen.add(str(queries.officer_case(w.session, bench.ref, bench.cast.oscar.account)))
    assert len(seen) == 1


def test_the_poll_does_not_open_before_each_is_decided(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    bench.accept()
    challenge = say(bench)
    with pytest.raises(Conflict, match="Challenges that an officer has to decide: 1"):
        bench.open()
    rule(bench, challenge, None)
    bench.open()
    with pytest.raises(Conflict, match="nobody can be challenged any more"):
        say(bench, "And another.")


def test_a_side_challenges_a_few_and_the_same_words_once(bench: Bench) -> None:
    bench.freeze()
    for number in range(5):
        say(bench, f"Number {number}.")
    say(bench, "Number 3. ")
    with pytest.raises(Conflict, match="5 members"):
        say(bench, "Number 6.")
    say(bench, "Number 3.", side="respondent")
    with bench.work(writing=False) as w:
        assert len(challenges_of(w.session, bench.ref, "claimant")) == 5
    with pytest.raises(Malformed):
        say(bench, " ", side="respondent")
    with pytest.raises(Malformed):
        say(bench, "x" * 1_001, side="respondent")


def test_who_made_it_or_has_a_stake_or_sits_or_prepared_it_does_not_decide(
    bench: Bench, monkeypatch
) -> None:
    with bench.work() as w:
        nora = actor_of(w.session, person(w, "Nora", Role.OFFICER))
        w.session.flush()
    bench.freeze({nora.account: "household"})
    bench.draw()
    challenge = say(bench, side="respondent")  # made by oscar
    olive = bench.cast.olive
    with bench.work(writing=False):
        ports = current_app.extensions
    prepared = (lambda _session, ref, account: (ref, account) == (bench.ref, olive.account),)
    monkeypatch.setitem(ports, "venire-preparers", prepared)
    for who in (bench.cast.oscar, nora, bench.jurors("summoned")[0], olive):
        with pytest.raises(Missing):
            rule(bench, challenge, None, who)
        with bench.work(writing=False) as w:
            assert challenges_waiting(w.session, who.account) == []
    monkeypatch.setitem(ports, "venire-preparers", ())
    with bench.work(writing=False) as w:
        [row] = challenges_waiting(w.session, olive.account)
        assert row.id == challenge
    rule(bench, challenge, bench.cast.clara)
    with pytest.raises(Conflict, match="decided before"):
        rule(bench, challenge, None)


def test_an_officer_does_not_decide_on_themselves(bench: Bench) -> None:
    bench.freeze()
    with pytest.raises(Conflict, match="meant yourself"):
        uphold(bench, bench.cast.olive)


def test_what_is_open_ends_with_its_case(bench: Bench) -> None:
    bench.freeze()
    challenge = say(bench)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, bench.ref)
    with bench.work(writing=False) as w:
        assert w.session.get_one(Challenge, challenge).state == "ended"
        assert challenges_waiting(w.session, bench.cast.olive.account) == []
    with pytest.raises(Conflict):
        rule(bench, challenge, None)


def test_an_earlier_reason_stays(bench: Bench) -> None:
    clara = bench.cast.clara.account
    bench.freeze({clara: "claim"})
    uphold(bench, bench.cast.clara)
    with bench.work(writing=False) as w:
        assert w.session.get_one(Exclusion, (bench.ref, clara)).reason == "claim"


def test_the_next_panel_is_without_them_and_does_not_count_who_sat(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    sat = bench.accept()[0]
    did_not = next(one for one in bench.cast.jurors if one not in bench.jurors())
    uphold(bench, sat)
    rule(bench, say(bench, "And this one."), did_not)
    with bench.work() as w:
        w.session.get_one(JuryCase, bench.ref).stage = "void"
    with bench.work(bench.cast.oscar) as w:
        again = actions.open_again(w, bench.ref)
        reasons = {
            one: w.session.get_one(Exclusion, (again.ref, one.account)).reason
            for one in (sat, did_not)
        }
    assert reasons == {sat: "earlier-case", did_not: "took-part"}


def test_the_registry_names_nobody_who_is_meant(bench: Bench) -> None:
    bench.freeze()
    uphold(bench, bench.cast.jurors[0])
    rule(bench, say(bench, "And him.", side="respondent"), None)
    bench.log()
    with bench.work(writing=False) as w:
        found = [parse(raw) for raw in entries(w.session, REGISTRY)]
    about = [one for one in found if "challenge" in one["kind"]]
    assert [one["kind"] for one in about] == [
        "member.challenged",
        "challenge.decided",
        "member.challenged_by_plan",
        "challenge.decided",
    ]
    assert about[0]["by"] == "claimant"
    assert bench.cast.jurors[0].ref not in str(about)


def test_stages_in_which_a_side_may_challenge() -> None:
    assert {"frozen", "committed", "drawn"} == BEFORE_THE_POLL
