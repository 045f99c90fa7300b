"""A whole case by actions: frozen, drawn, voted on, closed, decided, counted again."""

import base64
import json
from typing import Any

import pytest
import sqlalchemy as sa

from audit.queries import attachments
from jury import actions, box, queries
from jury.ballot import Choice, open_sealed
from jury.box import look_around, recount
from jury.models import Ballot, JuryCase, Reason, Voted
from jury.opinion import Written
from jury.verdict import differences
from kernel.errors import Conflict, Missing
from tests.jury.bench import REF, TIERS, Bench, raw

KINDS = ["case.opened", "draw.committed", "draw.result"]


def test_from_a_frozen_file_to_a_verdict_that_recounts(bench: Bench) -> None:
    jurors = bench.ready()
    for juror, choice in zip(jurors, ["deny"] * 3 + ["uphold"] * 8, strict=False):
        bench.vote(juror, choice)
    bench.vote(jurors[11], "cannot_judge")
    bench.vote(jurors[0], "uphold")  # changes their mind
    bench.close()
    body = bench.decide()
    assert body["outcome"] == "upheld"
    assert body["stands"] == "verdict"
    assert body["tier"] == TIERS[1]
    assert body["tiers"] == {str(TIERS[0]): 0, str(TIERS[1]): 9}
    assert body["numbers"] == {
        "seats": 12,
        "cast": 12,
        "valid": 11,
        "uphold": 9,
        "deny": 2,
        "cannot_judge": 1,
        "void": 0,
        "replaced_ballots": 1,
    }
    assert body["issues"]["lung-disease"]["unclear"] == 12
    log = bench.log()
    kinds = [entry["kind"] for entry in log]
    ballots = ["ballot"] * 13
    assert kinds == [*KINDS, "roll.committed", *ballots, "case.closed", "key.revealed", "verdict"]
    assert differences(raw(log)) == []
    assert body["checkpoints"]["opening"]["size"] == 4
    assert body["checkpoints"]["closing"]["size"] == 18
    assert {entry["pid"] for entry in log if entry["kind"] == "ballot"} <= set(log[3]["pids"])
    assert len(log[3]["pids"]) == 16


def test_a_ballot_is_opened_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    jurors = bench.ready()
    for juror in jurors[:9]:
        bench.vote(juror, "deny")
    bench.close()
    opened = []

    def watched(sealed: str, *how: Any) -> Any:
        opened.append(sealed)
        return open_sealed(sealed, *how)

    monkeypatch.setattr(box, "open_sealed", watched)
    bench.decide()
    assert len(opened) == len(set(opened)) == 9
    with bench.work() as w:
        assert len(queries.reasons_waiting(w.session, REF)) == 9


def test_a_changed_verdict_differs_from_the_recount(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:10]:
        bench.vote(juror, "deny")
    bench.close()
    bench.decide()
    log = bench.log()
    log[-1]["numbers"]["deny"] -= 1
    log[-1]["outcome"] = "hung"
    assert differences(raw(log)) == ["numbers", "outcome"]


def test_reasons_are_opened_after_closing_and_shown_once_published(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:9]:
        bench.vote(juror, "uphold")
    bench.close()
    with bench.work() as w:
        assert queries.reasons_waiting(w.session) == []
    bench.decide()
    with bench.work(bench.cast.olive) as w:
        waiting = queries.reasons_waiting(w.session, REF)
        assert [one.text for one in waiting] == ["I say uphold."] * 9
        assert queries.verdict(w.session, REF).reasons == []
        actions.moderate_reason(w, REF, waiting[0].id, publish=True)
        actions.moderate_reason(w, REF, waiting[1].id, publish=False)
        assert queries.verdict(w.session, REF).reasons == [Written(Choice.UPHOLD, "I say uphold.")]
        with pytest.raises(Conflict):
            actions.moderate_reason(w, REF, waiting[1].id, publish=True)
        with pytest.raises(Missing):
            actions.moderate_reason(w, "C-2026-9999", waiting[2].id, publish=True)
        assert len(queries.reasons_waiting(w.session)) == 7


def test_the_evidence_of_the_draw_is_handed_down(bench: Bench) -> None:
    excluded = {juror.account: "household" for juror in bench.cast.jurors[:4]}
    bench.freeze(excluded)
    bench.draw()
    jurors = bench.accept()
    assert not {juror.account for juror in jurors} & set(excluded)
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror)
    bench.close()
    bench.decide()
    with bench.work(writing=False) as w:
        found = attachments(w.session, REF)
    assert len(json.loads(found["excluded.json"])["conflict"]) == 4
    committed, result = bench.log()[1:3]
    assert committed["excluded"]["reasons"] == {"household": 4}
    lines = [json.loads(line) for line in found["roll.jsonl"].splitlines()]
    assert [json.loads(line["leaf"])["ord"] for line in lines] == sorted(
        {row[1] for row in result["stream"]}
    )


def test_nothing_of_a_choice_is_readable_before_closing(bench: Bench) -> None:
    jurors = bench.ready()
    bench.vote(jurors[0], "uphold")
    bench.vote(jurors[1], "cannot_judge")
    with bench.work(writing=False) as w:
        rows = w.session.execute(sa.select(Ballot.__table__)).mappings().all()
        assert w.session.scalars(sa.select(Voted.account_id)).all() == []
        assert w.session.scalars(sa.select(Reason.id)).all() == []
    assert {len(row["entry"]) for row in rows} == {len(rows[0]["entry"])}
    assert {len(row["reason"]) for row in rows} == {4_096 + 48}
    everything = b"".join(str(dict(row)).encode() for row in rows)
    for word in (b"uphold", b"cannot_judge", b"I say", b"unclear", jurors[0].account.encode()):
        assert word not in everything
        assert base64.b64encode(word)[:-4] not in everything
    assert [entry["kind"] for entry in bench.log()] == [*KINDS, "roll.committed"]


def test_too_few_ballots_ask_for_one_new_panel_without_the_old_jurors(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:8]:
        bench.vote(juror, "uphold")
    bench.close()
    body = bench.decide()
    assert (body["outcome"], body["stands"], body["tier"]) == ("inquorate", "new panel", None)
    with bench.work(bench.cast.olive) as w:
        new = actions.open_again(w, REF)
        assert (new.ref, new.again_of, new.stage) == (f"{REF}-2", REF, "frozen")
        left_out = w.session.scalars(
            sa.text("SELECT account_id FROM exclusion WHERE case_ref = :ref").bindparams(
                ref=new.ref
            )
        ).all()
        assert {juror.account for juror in jurors} <= set(left_out)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict):
        actions.open_again(w, REF)


def test_a_recount_needs_only_the_log(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror, "deny")
    bench.close()
    bench.decide()
    log = bench.log()
    key = bytes.fromhex(log[-2]["key"])
    ballots = [entry for entry in log if entry["kind"] == "ballot"]
    backwards = [entry for entry in log if entry["kind"] != "ballot"] + ballots[::-1]
    found = [recount(look_around(raw(one)), raw(one), key) for one in (log, backwards)]
    assert found[0] == found[1]
    assert found[0].outcome == "denied"


def test_no_ballot_at_all_is_inquorate(bench: Bench) -> None:
    bench.ready()
    bench.close()
    assert bench.decide()["outcome"] == "inquorate"


def test_a_case_is_not_decided_before_its_closing_is_in_the_log(bench: Bench) -> None:
    bench.ready()
    bench.clock.move(hours=72)
    with bench.work() as w:
        actions.close_poll(w, REF)
    with bench.work() as w, pytest.raises(Conflict):
        actions.decide_case(w, REF)
    with bench.work() as w:
        assert w.session.get_one(JuryCase, REF).stage == "closed"
    with bench.work() as w, pytest.raises(Conflict):
        actions.close_poll(w, REF)
