"""A case that can come to no count, on the pages of officers, of jurors and of everybody."""

import pytest

from jury import actions
from jury.keys import destroy_case_keys
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import CASE, Visit, send, signed_in, with_book

PAGE = f"/jury/bench/{REF}"


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    """A closed poll whose key was lost."""
    bench = with_book(work, clock)
    jurors = bench.ready()
    bench.vote(jurors[0])
    bench.close()
    with bench.work() as w:
        destroy_case_keys(w.settings, REF)
    return bench


def test_two_officers_void_it_and_give_it_to_another_panel(bench: Bench, visit: Visit) -> None:
    one = signed_in(visit, bench.cast.olive)
    assert "This case can come to no count" in one.get("/desk/").text
    page = one.get(PAGE)
    assert "What opens the box is not where it was put" in page.text
    page = page.press("Propose to void the case")
    assert "You proposed to void this case. Another officer has to agree." in page.text
    assert send(one, f"{PAGE}/ending")[0] == 303  # and nothing changes
    page = signed_in(visit, bench.cast.oscar).get(PAGE).press("Agree: void the case")
    assert "Give the case to a new panel" in page.text
    assert "Nothing was counted" in page.text
    assert send(one, f"{PAGE}/ending")[0] == 409
    public = page.click("See the public page")
    assert "What opens the box was lost" in public.text
    assert "Being judged again" not in public.text
    page = one.get(PAGE).press("Open the case for a new panel")
    assert page.path == f"{PAGE}-2"
    assert "Being judged again as case" in visit().get(f"/verdicts/{REF}").text
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, f"{REF}-2")
    public = visit().get(f"/verdicts/{REF}").click("Judged again as case")
    assert public.click("Judges again what case").path == f"/verdicts/{REF}"


def test_everybody_reads_that_it_is_void_and_not_what_it_was_about(
    bench: Bench, visit: Visit
) -> None:
    juror = bench.jurors("accepted")[0]
    for officer, act in (
        (bench.cast.olive, actions.propose_case_void),
        (bench.cast.oscar, actions.void_case),
    ):
        with bench.work(officer) as w:
            act(w, REF)
    bench.log()
    listed = visit().get("/verdicts/?outcome=void")
    page = listed.click("A case that was declared void")
    for shown in (listed, page):
        assert "millimetre" not in shown.text
    assert set(visit().get(f"/verdicts/{REF}.json").json) == {"case", "outcome", "voided_at", "why"}
    mine = signed_in(visit, juror)
    assert "The case was declared void" in mine.get("/jury/").text
    assert "No decision will be made in this case" in mine.get(CASE).text
    mine.get(f"{CASE}/receipt", status=404)
    auditor = signed_in(visit, bench.cast.aaron)
    page = auditor.get(f"/audit/cases/{REF}")
    assert "The case was voided" in page.text
    assert "there is no bundle" in page.text
