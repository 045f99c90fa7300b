"""Trustees hold the key of a case: who does, and what happens before its poll opens."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from jury import actions, queries, shares
from jury.ballot import TIED
from jury.jobs import destroy_keys
from jury.keys import (
    ballot_key,
    destroy_words,
    has_keys,
    has_words,
    make_case_keys,
    make_split_key,
    those_kept,
    trustee_words,
)
from jury.models import DrawExclusion, Exclusion, JuryCase, SharedKey
from kernel.actor import Actor, Role
from kernel.errors import Conflict, Malformed, Missing
from kernel.settings import Settings
from members.actions import grant_role
from tests.clock import TestClock
from tests.jury.bench import REF, OpenWork, case_file
from tests.jury.trusted import NAMES, Trusted, appoint, make_trusted, on, registry, stage


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Trusted:
    return make_trusted(work, clock)


def test_no_trustee_judges_the_case(bench: Trusted) -> None:
    """Tara, a juror, holds a part of it; Theo, who is to spare, may be drawn."""
    juror = bench.cast.jurors[0]
    with bench.work(bench.cast.agnes) as w:
        actions.appoint_trustee(w, juror.ref)
    with bench.work(juror) as w:
        actions.accept_trust(w)
    with bench.work(bench.cast.agnes) as w:
        first = w.session.scalars(sa.select(queries.trustees.Trustee)).all()
        for row in first:
            if row.account_id != juror.account and row.account_id != bench.trustees[0].account:
                actions.end_trustee(w, row.id)
    appoint(bench, "Tina")
    bench.freeze()
    with bench.work(writing=False) as w:
        rows = w.session.scalars(sa.select(Exclusion).where(Exclusion.reason == "trustee"))
        holders = {part.account_id for part in queries.trustees_of(w.session, REF)}
        assert {row.account_id for row in rows} == holders
        assert holders == {juror.account, bench.trustees[0].account, bench.trustees[-1].account}
    bench.draw()
    assert juror not in bench.jurors()
    with bench.work(writing=False) as w:
        reasons = w.session.scalars(sa.select(DrawExclusion.reason)).all()
    assert reasons.count("trustee") == 1


def test_the_longest_serving_without_a_stake_hold_it(bench: Trusted) -> None:
    tara, timo, tess, theo = bench.trustees
    bench.freeze({timo.account: "household", tess.account: "took-part"})
    with bench.work(writing=False) as w:
        parts = queries.trustees_of(w.session, REF)
        assert [part.account_id for part in parts] == [one.account for one in (tara, tess, theo)]
        reasons = {row.account_id: row.reason for row in w.session.scalars(sa.select(Exclusion))}
    assert reasons == {
        timo.account: "household",
        tess.account: "took-part",
        tara.account: "trustee",
        theo.account: "trustee",
    }


def test_without_enough_trustees_no_case_is_opened(bench: Trusted) -> None:
    with bench.work() as w:
        grant_role(w, bench.trustees[3].account, Role.OFFICER)
    with pytest.raises(Conflict, match=r"for 3 trustees .* and 2 can be found"):
        bench.freeze({bench.trustees[0].account: "employer"})
    with bench.work(writing=False) as w:
        assert w.session.get(JuryCase, REF) is None
    assert not has_keys(on(bench), REF)


def test_a_trustee_who_becomes_an_officer_handles_no_case_of_theirs(bench: Trusted) -> None:
    bench.freeze()
    tara = bench.trustees[0]
    with bench.work() as w:
        grant_role(w, tara.account, Role.OFFICER)
    with bench.work(writing=False) as w, pytest.raises(Missing):
        queries.officer_case(w.session, REF, tara.account)


@pytest.mark.parametrize(
    "made", [lambda s: make_case_keys(s, REF), lambda s: make_split_key(s, REF, 2, 4)]
)
def test_files_of_an_earlier_try_are_looked_at(
    bench: Trusted, made: Callable[[Settings], object]
) -> None:
    made(on(bench))
    with pytest.raises(Conflict, match="earlier try"):
        bench.freeze()


def test_a_try_that_was_rolled_back_is_taken_up(bench: Trusted) -> None:
    kept = make_split_key(on(bench), REF, 2, 3)
    bench.freeze()
    with bench.work(writing=False) as w:
        assert w.session.get_one(JuryCase, REF).public_key == kept.public


def test_who_is_appointed(bench: Trusted) -> None:
    agnes, tara = bench.cast.agnes, bench.trustees[0]

    def appoint_by(actor: Actor, told: str) -> None:
        with bench.work(actor) as w:
            actions.appoint_trustee(w, told)

    for told, kind, why in (
        (agnes.ref, Conflict, "Nobody appoints themselves"),
        (bench.cast.olive.ref, Conflict, "Officers"),
        ("A-00000000", Malformed, "No account"),
        ("", Malformed, "No account"),
    ):
        with pytest.raises(kind, match=why):
            appoint_by(agnes, told)
    appoint_by(agnes, tara.ref.lower())  # a trustee already, and stays it
    with bench.work(writing=False) as w:
        found = queries.appointed(w.session)
        assert [one.name for one in found] == list(NAMES)
    for _ in range(2):
        with bench.work(agnes) as w:
            actions.end_trustee(w, found[0].id)
    with bench.work(agnes) as w, pytest.raises(Missing):
        actions.end_trustee(w, "x" * 22)
    appoint_by(agnes, tara.ref)  # and once more, as the last
    with bench.work(writing=False) as w:
        assert tara.ref not in {one.ref for one in queries.appointed(w.session)}, "not asked yet"
        assert [one.ref for one in queries.asked(w.session)] == [tara.ref]
    for _ in range(2):
        with bench.work(tara) as w:
            actions.accept_trust(w)
    with bench.work(tara) as w, pytest.raises(Conflict, match="You have accepted"):
        actions.decline_trust(w)
    with bench.work(writing=False) as w:
        assert [one.name for one in queries.appointed(w.session)] == [*NAMES[1:], NAMES[0]]
    kinds = [kind for kind, _by in registry(bench, "trustee.appointed", "trustee.ended")]
    assert kinds == ["trustee.appointed"] * 4 + ["trustee.ended", "trustee.appointed"]


def test_who_is_asked_may_decline_and_no_log_says_who(bench: Trusted) -> None:
    agnes, clara = bench.cast.agnes, bench.cast.clara
    for unasked in (actions.accept_trust, actions.decline_trust):
        with bench.work(clara) as w, pytest.raises(Missing):
            unasked(w)
    for _ in range(2):
        with bench.work(agnes) as w:
            actions.appoint_trustee(w, clara.ref)
    with bench.work(clara) as w:
        assert queries.count_appointed(w.session) == len(NAMES), "asked is not accepted"
        actions.decline_trust(w)
    with bench.work(agnes) as w:
        actions.appoint_trustee(w, clara.ref)
        actions.end_trustee(w, queries.asked(w.session)[0].id)
        actions.appoint_trustee(w, clara.ref)
        grant_role(w, clara.account, Role.OFFICER)
    with bench.work(clara) as w, pytest.raises(Conflict, match="Officers"):
        actions.accept_trust(w)
    kinds = list(registry(bench, "trustee.asked", "trustee.declined"))[-5:]
    assert [kind for kind, _by in kinds] == ["trustee.asked", "trustee.declined"] * 2 + [
        "trustee.asked"
    ]
    assert clara.ref not in {by for _kind, by in kinds}


def test_a_part_stays_with_whoever_is_no_trustee_any_more(bench: Trusted) -> None:
    bench.freeze()
    with bench.work(bench.cast.agnes) as w:
        actions.end_trustee(w, queries.appointed(w.session)[0].id)
    bench.keep(bench.trustees[0])
    with bench.work(bench.trustees[3]) as w, pytest.raises(Missing):
        actions.show_words(w, REF)


def test_words_are_shown_once(bench: Trusted) -> None:
    bench.freeze()
    tara = bench.trustees[0]
    with bench.work(tara) as w, pytest.raises(Conflict, match="Look at your words first"):
        actions.keep_words(w, REF)
    words = bench.look(tara)
    assert len(words.split()) == shares.WORDS
    with pytest.raises(Conflict, match="were shown, and are not here any more"):
        bench.look(tara)
    for _ in range(2):
        with bench.work(tara) as w:
            actions.keep_words(w, REF)
    with pytest.raises(Conflict, match="are on paper"):
        bench.look(tara)
    assert registry(bench, "words.kept") == [("words.kept", tara.ref)]


def test_a_breakdown_shows_them_twice_and_never_not_at_all(bench: Trusted) -> None:
    """After the commit and before they are destroyed, and before the commit."""
    bench.freeze()
    tara = bench.trustees[0]

    def show(fail: bool = False) -> str:
        with bench.work(tara) as w:
            words = actions.show_words(w, REF)[1]
            if fail:
                raise RuntimeError
        return words

    with pytest.raises(RuntimeError):
        show(fail=True)
    assert registry(bench, "words.shown") == []
    words = show()
    assert show() == words
    assert registry(bench, "words.shown") == [("words.shown", tara.ref)] * 2
    with bench.work(tara) as w:
        actions.keep_words(w, REF)
    assert not has_words(on(bench), REF, 1), "what a breakdown left goes when they are on paper"


def test_words_that_a_crash_left_of_one_who_has_them_are_swept_up(
    bench: Trusted,
) -> None:
    bench.freeze()
    for trustee in bench.holders():
        bench.keep(trustee)
    bench.draw()
    bench.accept()
    (on(bench).keys / "cases" / f"{REF}.trustees" / "words-2").write_text("left by a crash")
    with pytest.raises(Conflict, match="still lie here"):
        bench.open()
    with bench.work(writing=False):
        assert destroy_keys() == 1
        assert destroy_keys() == 0
    bench.open()


def test_the_poll_opens_when_all_have_their_words(bench: Trusted) -> None:
    bench.freeze()
    bench.draw()
    bench.accept()
    for trustee in bench.holders()[:2]:
        bench.keep(trustee)
    bench.look(bench.trustees[2])
    with bench.work(writing=False) as w:
        case = queries.officer_case(w.session, REF, bench.cast.olive.account_id)
        assert case.key is not None
        assert [(one.shown, one.kept) for one in case.key.holders] == [
            (True, True),
            (True, True),
            (True, False),
        ]
    with pytest.raises(Conflict, match=r"on paper: 2\. All 3 must"):
        bench.open()
    with bench.work(bench.trustees[2]) as w:
        actions.keep_words(w, REF)
    bench.open()
    with bench.work(bench.trustees[0]) as w, pytest.raises(Conflict, match="was opened"):
        actions.show_words(w, REF)


def test_nothing_here_opens_the_box_while_ballots_are_cast(bench: Trusted) -> None:
    bench.ready()
    left = {file.name for file in (on(bench).keys / "cases" / f"{REF}.trustees").iterdir()}
    assert left == {"ballot", "split"}
    assert not (on(bench).keys / "cases" / f"{REF}.key").exists()


def test_whoever_lost_their_words_before_the_poll_stops_nothing_for_good(bench: Trusted) -> None:
    """Two officers void the case once the time to write is over, and not before."""
    bench.freeze()
    for trustee in bench.holders()[:2]:
        bench.keep(trustee)
    bench.look(bench.trustees[2])
    bench.clock.move(hours=72, microseconds=-1)
    olive, oscar = bench.cast.olive, bench.cast.oscar
    with bench.work(olive) as w, pytest.raises(Conflict, match="can still be decided"):
        actions.propose_case_void(w, REF)
    bench.clock.move(microseconds=1)
    with bench.work(olive) as w:
        actions.propose_case_void(w, REF)
    with bench.work(bench.trustees[2]) as w:
        actions.keep_words(w, REF)  # found the paper after all
    with bench.work(oscar) as w, pytest.raises(Conflict, match="can still be decided"):
        actions.void_case(w, REF)


def test_a_void_case_destroys_all_parts(bench: Trusted) -> None:
    bench.freeze()
    words = trustee_words(on(bench), REF, 3)
    bench.clock.move(hours=72)
    for officer, act in (
        (bench.cast.olive, actions.propose_case_void),
        (bench.cast.oscar, actions.void_case),
    ):
        with bench.work(officer) as w:
            act(w, REF)
    assert stage(bench) == "void"
    assert words.encode() not in b"".join(
        file.read_bytes() for file in on(bench).keys.rglob("*") if file.is_file()
    )
    with bench.work(bench.trustees[0]) as w, pytest.raises(Conflict, match="nothing left to show"):
        actions.show_words(w, REF)


def test_cases_of_before_keep_their_key_in_the_house(work: OpenWork, clock: TestClock) -> None:
    """The setting holds for new cases alone."""
    bench = make_trusted(work, clock)
    with bench.work() as w:
        house = replace(w, settings=replace(w.settings, trustees=(0, 0)))
        actions.open_case(house, case_file("C-2026-0005"), "twelve", {})
        assert w.session.get(SharedKey, "C-2026-0005") is None
        assert has_keys(w.settings, "C-2026-0005")
    bench.ref = "C-2026-0005"
    with pytest.raises(Missing):
        bench.look(bench.trustees[0])


def test_destroying_words_twice_is_no_harm(bench: Trusted) -> None:
    bench.freeze()
    assert destroy_words(on(bench), REF, 1)
    assert not destroy_words(on(bench), REF, 1)
    with bench.work(bench.trustees[0]) as w, pytest.raises(Conflict, match="not here any more"):
        actions.show_words(w, REF)


def test_what_the_house_keeps_of_a_split_key_goes_some_time_after_the_verdict(
    bench: Trusted,
) -> None:
    for juror in bench.ready():
        bench.vote(juror)
    bench.close()
    for trustee in bench.holders()[:2]:
        bench.enter(trustee)
    bench.decide()
    with bench.work(writing=False) as w:
        assert ballot_key(w.settings, REF)
        assert those_kept(w.settings) == {REF}
    bench.clock.move(TIED)
    with bench.work(writing=False) as w:
        assert destroy_keys() == 1
        assert those_kept(w.settings) == set()
