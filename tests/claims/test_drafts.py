"""What a claimant still writes: how many claims at once, for whose eyes, and what is left of it."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from claims import queries, vault
from claims.actions import (
    add_paper,
    answer_objection,
    change_filing,
    decide_claim,
    file_claim,
    hand_in_claim,
    object_to_payment,
    open_paper,
    send_back,
    withdraw,
)
from claims.claim import Decision
from claims.dates import KnownDates
from claims.filing import MOST_DRAFTS, Benefit
from claims.models import Claim
from claims.papers import Paper
from claims.reading import past_cases
from claims.timetable import Side
from claims.uploads import judge
from kernel.access import Permission
from kernel.db import Base
from kernel.errors import Conflict, Refusal
from tests.claims.desks import on_desk
from tests.claims.filed import FILED, REFUSED
from tests.claims.making import png


def test_a_sixth_claim_is_begun_once_another_is_handed_in_or_withdrawn(do, cast, work):
    refs = [do(cast.clara, file_claim, FILED).ref for _one in range(MOST_DRAFTS)]
    for end in (hand_in_claim, withdraw):
        with work(cast.clara) as w, pytest.raises(Conflict, match="Hand one of them in, or with"):
            file_claim(w, FILED)
        do(cast.clara, end, refs.pop())
        refs.append(do(cast.clara, file_claim, FILED).ref)
    do(cast.agnes, file_claim, FILED)  # another's claims are not counted


def test_what_an_officer_sent_back_is_not_counted(do, cast, handed_in):
    do(cast.olive, send_back, handed_in, "The invoice is missing.")
    for _one in range(MOST_DRAFTS):
        do(cast.clara, file_claim, FILED)


@pytest.mark.parametrize("_turn", range(3))
def test_of_eight_begun_at_once_five_are_there(do, cast, work, at_once, _turn):
    came = at_once(*[(cast.clara, file_claim, FILED)] * 8)
    assert sum(isinstance(one, Refusal) for one in came) == 8 - MOST_DRAFTS
    with work(writing=False) as w:
        refs = sorted(w.session.scalars(sa.select(Claim.ref)))
    assert [ref[-4:] for ref in refs] == ["0001", "0002", "0003", "0004", "0005"], "and no number"


def test_the_page_says_so_before_anything_is_typed_and_keeps_what_was(do, cast, as_):
    clara = as_("clara")
    late = clara.get("/claims/file").form("Save")
    late.fill(benefit="accident", whom="child")
    refs = [do(cast.clara, file_claim, FILED).ref for _one in range(MOST_DRAFTS)]
    page = late.send(status=409)
    assert page.form("Save").values["benefit"] == ["accident"]
    assert "You are writing 5 claims already" in page.text
    page = clara.get("/claims/file", status=409)
    assert "You are writing 5 claims already" in page.text
    assert not [form for form in page.forms if form.in_main], "nothing to be typed in vain"
    page.click("All my claims").click(refs[0])


ANEW = replace(
    FILED,
    benefit=Benefit.LIGHT,
    story="A larkspur story.",
    dates=KnownDates(joined=date(2025, 3, 1), born=date(2018, 7, 6), diagnosed=date(2025, 9, 8)),
)
WRITTEN = (
    *("larkspur", "She fell", "Birch", "Hill Hospital", "teasel"),
    *("2018-07-06", "2019-05-04", "2025-09-08", "2025-09-09"),  # of birth; of what happened
)


@pytest.fixture
def sent_back(do, cast, handed_in):
    """A claim that came back to Clara, who writes it anew and brings a paper."""
    do(cast.clara, add_paper, handed_in, Paper.IDENTITY, judge(png(), "teasel one.png"))
    claim = do(cast.olive, send_back, handed_in, "The invoice is missing.")
    do(cast.clara, change_filing, handed_in, ANEW, claim.revision)
    do(cast.clara, add_paper, handed_in, Paper.INVOICE, judge(png(), "teasel two.png"))
    return handed_in


@pytest.fixture
def officers_doors(app, work):
    """Return every address at which an officer reads a claim or one of its files."""

    def of(ref):
        with work(writing=False) as w:
            claim = queries.claim_by_ref(w.session, ref)
            papers = [one.id for one in queries.all_files_of(w.session, claim)]
        found = []
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            for_officers = getattr(view, "door", None) is Permission.PREPARE_CASES
            if "GET" not in rule.methods or not for_officers or "ref" not in rule.arguments:
                continue
            address = rule.rule.replace("<ref>", ref)
            found += [address.replace("<paper_id>", one) for one in papers or ["none"]]
        return sorted(set(found))

    return of


def kept(work):
    """Return everything that stands in the database, as one text."""
    with work(writing=False) as w:
        rows = [
            str(value)
            for table in Base.metadata.sorted_tables
            for row in w.session.execute(sa.select(table))
            for value in row
        ]
    return "\n".join(rows)


def test_no_officer_reads_what_is_written_anew(do, cast, as_, sent_back, officers_doors):
    olive, doors = as_("olive"), officers_doors(sent_back)
    assert len([one for one in doors if "plan-papers" in one]) == 2
    assert len(doors) > 8
    for where in doors:
        assert olive.raw.get(where).status_code == 404, where
    for where in ("/claims/desk/", "/desk/"):
        assert sent_back not in olive.get(where).text, where
    do(cast.clara, hand_in_claim, sent_back)
    page = olive.get(f"/claims/{sent_back}/investigation")
    assert "larkspur" in page.text
    assert "teasel two.png" in page.text


def test_nor_what_was_when_it_is_given_up(do, cast, as_, work, sent_back, officers_doors):
    do(cast.clara, withdraw, sent_back)
    olive = as_("olive")
    for where in officers_doors(sent_back):
        assert olive.raw.get(where).status_code == 404, where
    assert on_desk(work, cast.olive) == []
    assert [one for one in WRITTEN if one in kept(work)] == []
    assert "You withdrew this claim" in as_("clara").get(f"/claims/{sent_back}").text


def test_what_was_never_handed_in_is_erased_with_the_key(do, cast, as_, work, filed, settings):
    do(cast.clara, add_paper, filed, Paper.IDENTITY, judge(png(), "teasel.png"))
    do(cast.clara, change_filing, filed, ANEW, 1)
    assert "larkspur" in kept(work)
    do(cast.clara, withdraw, filed)
    assert [one for one in WRITTEN if one in kept(work)] == []
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, filed)
        filing = queries.filing_row(w.session, claim)
        assert filing.benefit == Benefit.ILLNESS, "what is claimed tells of an illness too"
    assert not list((settings.home / vault.PAPERS).glob("*"))
    assert [one.name for one in (settings.home / vault.KEYS).glob("*")] == [f"{claim.id}.erased"]
    as_("clara").get(f"/claims/{filed}")


@pytest.fixture
def taken_up(do, cast, work, handed_in):
    """A claim that was paid, and came back to Clara after an objection was upheld."""
    paid = replace(REFUSED, decision=Decision.PAY)
    do(cast.olive, decide_claim, handed_in, paid, 2)
    do(cast.jurors[1], object_to_payment, handed_in, "There is no such wall.")
    with work(cast.oscar) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, handed_in))
        answer_objection(w, row.id, True, "There is none.")
    do(cast.olive, send_back, handed_in, "Say where it was.")
    return handed_in


def test_what_was_decided_on_is_kept_whatever_its_claimant_does(do, cast, as_, work, taken_up):
    """Else whoever was paid could have the papers erased on which it was."""
    row = do(cast.clara, add_paper, taken_up, Paper.OTHER, judge(png(), "teasel.png"))
    page = as_("clara").get(f"/claims/{taken_up}/withdrawal")
    assert "erased" not in page.text
    do(cast.clara, withdraw, taken_up)
    assert FILED.story.splitlines()[0] in kept(work)
    do(cast.clara, open_paper, taken_up, Side.CLAIMANT, row.id)
    with work(writing=False) as w:
        assert queries.claim_for_officer(w.session, cast.olive.account, taken_up).ref == taken_up


def test_nor_are_its_days_tried_on_a_draft_of_the_rules(work, taken_up):
    with work(writing=False) as w:
        assert past_cases(w.session, "accident-exempt") == []
