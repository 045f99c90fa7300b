"""What falls due in the claims' room: one claim that fails stops no other."""

import pytest
import sqlalchemy as sa

from claims import vault
from claims.actions import (
    add_paper,
    decide_claim,
    dispute_decision,
    extend_time,
    file_claim,
    hand_in_claim,
    hand_in_statement,
    remove_paper,
    save_statement,
)
from claims.jobs import erase_files
from claims.papers import Paper
from claims.queries import exchanges_over
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.errors import Missing
from kernel.jobs import Stuck
from tests.claims.filed import FILED, REFUSED
from tests.claims.making import png


@pytest.mark.parametrize("failure", [vault.Damaged("no key"), Missing()])
def test_a_claim_whose_files_cannot_be_erased_keeps_no_others_files(
    app, do, cast, settings, monkeypatch, failure
):
    kept = []
    with monkeypatch.context() as patch:
        patch.setattr(vault, "drop", lambda *_: (_ for _ in ()).throw(OSError("full")))
        for _ in range(2):
            ref = do(cast.clara, file_claim, FILED).ref
            row = do(cast.clara, add_paper, ref, Paper.IDENTITY, judge(png(), "card.png"))
            do(cast.clara, remove_paper, ref, Side.CLAIMANT, row.id)
            kept.append(row.vault_name)
    drop = vault.drop

    def fail_for_the_first(home, claim_id, name):
        if name == kept[0]:
            raise failure
        drop(home, claim_id, name)

    monkeypatch.setattr(vault, "drop", fail_for_the_first)
    with app.app_context(), pytest.raises(Stuck):
        erase_files()
    assert {one.name for one in (settings.home / vault.PAPERS).glob("*")} == {kept[0]}


def test_what_is_due_among_disputes_is_found_by_as_many_queries_for_two_as_for_one(
    do, work, cast, disputed, clock
):
    def asked():
        with work(writing=False) as w:
            count = []
            engine = w.session.get_bind()
            sa.event.listen(engine, "before_cursor_execute", lambda *_: count.append(1))
            found = exchanges_over(w.session, w.now)
        return found, len(count)

    _none, for_one = asked()
    other = do(cast.clara, file_claim, FILED).ref
    do(cast.clara, hand_in_claim, other)
    do(cast.olive, decide_claim, other, REFUSED, 2)
    do(cast.clara, dispute_decision, other, "Neither was this.")
    do(cast.olive, extend_time, other, Side.CLAIMANT, Round.STATEMENT, 3, "papers", "A report.")
    for actor, side in ((cast.clara, Side.CLAIMANT), (cast.olive, Side.RESPONDENT)):
        do(actor, save_statement, disputed, side, Round.STATEMENT, "Ours.", 0)
        do(actor, hand_in_statement, disputed, side, Round.STATEMENT, 1)
    assert asked() == ([], for_one)
    clock.move(days=2)  # to reply, since both statements are there
    assert asked() == ([disputed], for_one)
    clock.move(days=13 - 0.001)
    assert asked()[0] == [disputed]
    clock.move(days=0.001)
    assert asked()[0] == [disputed, other]
