"""What a claimant still writes: how many claims at once, for whose eyes, and what is left of it."""

import pytest
import sqlalchemy as sa

from claims.actions import file_claim, hand_in_claim, send_back, withdraw
from claims.filing import MOST_DRAFTS
from claims.models import Claim
from kernel.errors import Conflict, Refusal
from tests.claims.filed import FILED


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
    late.fill(benefit="accident", whom="child", story="Every word counts.")
    refs = [do(cast.clara, file_claim, FILED).ref for _one in range(MOST_DRAFTS)]
    page = late.send(status=409)
    assert "Every word counts." in page.html
    assert "You are writing 5 claims already" in page.text
    page = clara.get("/claims/file", status=409)
    assert "You are writing 5 claims already" in page.text
    assert not [form for form in page.forms if form.in_main], "nothing to be typed in vain"
    page.click("All my claims").click(refs[0])
