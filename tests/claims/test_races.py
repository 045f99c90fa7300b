"""Who may act on a claim no more, since another was quicker, does not: rights are asked once the
claim is held."""

import pytest

from claims import queries
from claims.actions import (
    attach,
    hand_in_statement,
    name_adviser,
    remove_adviser,
    remove_paper,
    save_statement,
    send_for_review,
)
from claims.claim import Stale
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.errors import Missing
from members.models import Account
from tests.claims.making import png
from tests.quiz.test_bench_races import meanwhile

OURS = Side.CLAIMANT, Round.STATEMENT
SCAR = judge(png(), "scar.png")


@pytest.fixture
def adviser(cast):
    return cast.jurors[0]


@pytest.fixture
def advised(do, cast, disputed) -> str:
    do(cast.clara, name_adviser, disputed, cast.jurors[0].ref)
    return disputed


def test_an_adviser_who_was_let_go_meanwhile_saves_nothing(work, cast, advised, adviser):
    letting_go = (cast.clara, remove_adviser, advised)
    draft = (advised, *OURS, "Theirs.", 0)
    assert isinstance(meanwhile(work, letting_go, (adviser, save_statement, *draft)), Missing)
    with work(writing=False) as w:
        assert not queries.texts_of(w.session, queries.claim_by_ref(w.session, advised))


def test_nobody_hands_in_what_an_adviser_saved_over_it_meanwhile(do, work, cast, advised, adviser):
    do(cast.clara, save_statement, advised, *OURS, "Mine.", 0)
    saving = (adviser, save_statement, advised, *OURS, "Theirs.", 1)
    handing_in = (cast.clara, hand_in_statement, advised, *OURS, 1)
    assert isinstance(meanwhile(work, saving, handing_in), Stale)
    with work(writing=False) as w:
        texts = queries.texts_of(w.session, queries.claim_by_ref(w.session, advised))
        assert texts[OURS].handed_in_at is None


def test_who_saves_and_hands_in_reads_what_was_saved_in_between(do, as_, advised, adviser):
    clara = as_("clara")
    form = clara.get(f"/claims/{advised}/statement").form("Save and hand it in").fill(text="Mine.")
    form = form.send("Save and hand it in").form("Hand it in")
    do(adviser, save_statement, advised, *OURS, "Theirs.", 1)
    page = form.send(status=409)
    assert "Theirs." in page.text
    page = page.form("Hand it in").send()
    assert "Your text is final." in page.text
    assert "Theirs." in page.text


def test_an_adviser_who_was_let_go_meanwhile_attaches_nothing(work, cast, advised, adviser):
    letting_go = (cast.clara, remove_adviser, advised)
    attaching = (adviser, attach, advised, Side.CLAIMANT, SCAR)
    assert isinstance(meanwhile(work, letting_go, attaching), Missing)


def test_an_adviser_who_was_let_go_meanwhile_takes_nothing_back(do, work, cast, advised, adviser):
    row = do(adviser, attach, advised, Side.CLAIMANT, SCAR)
    letting_go = (cast.clara, remove_adviser, advised)
    taking_back = (adviser, remove_paper, advised, Side.CLAIMANT, row.id)
    assert isinstance(meanwhile(work, letting_go, taking_back), Missing)
    with work(writing=False) as w:
        [kept] = queries.all_files_of(w.session, queries.claim_by_ref(w.session, advised))
        assert kept.removed_at is None


def test_an_attachment_is_taken_back_once(do, work, cast, advised, adviser):
    row = do(cast.clara, attach, advised, Side.CLAIMANT, SCAR)
    values = (remove_paper, advised, Side.CLAIMANT, row.id)
    assert isinstance(meanwhile(work, (cast.clara, *values), (adviser, *values)), Missing)


def test_an_officer_who_moved_in_with_the_claimant_meanwhile_handles_nothing(work, cast, entered):
    def moves_in(w, ref):
        claim = queries.locked_claim(w.session, ref)
        for account_id in (claim.claimant_id, cast.olive.account):
            w.session.get_one(Account, account_id).household = "Mill Lane 9"

    sending = (cast.olive, send_for_review, entered)
    assert isinstance(meanwhile(work, (cast.oscar, moves_in, entered), sending), Missing)
