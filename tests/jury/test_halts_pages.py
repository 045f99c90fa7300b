"""What jurors see of a case that is halted: nobody reads what an officer looks at."""

import pytest

from jury import actions
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, case_file
from tests.jury.walk import CASE, Visit, signed_in, with_book

SUMMARY, STEM = "a value just below the one measured", "How old is the claimant?"


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    made = with_book(work, clock)
    assert SUMMARY in case_file().summary
    made.freeze()
    made.draw()
    made.accept(10)
    return made


def test_who_is_asked_to_take_a_seat_reads_nothing_of_a_file_that_is_looked_at(
    bench: Bench, visit: Visit
) -> None:
    reader, asked = bench.jurors("accepted")[0], bench.jurors("summoned")[0]
    client = signed_in(visit, asked)
    assert SUMMARY in client.get(CASE).text
    with bench.work(reader) as w:
        actions.report_private_data(w, REF, "In the summary, a street.")
    page = client.get(CASE)
    assert SUMMARY not in page.text
    assert "halted while an officer looks at its file" in page.text
    with bench.work(bench.cast.olive) as w:
        actions.resume_case(w, REF)
    assert "halted" not in client.get(CASE).press("Take the seat").text


def test_who_does_not_read_the_file_is_not_asked_about_it(bench: Bench, visit: Visit) -> None:
    reader, asked = bench.jurors("accepted")[0], bench.jurors("summoned")[0]
    alternate = signed_in(visit, bench.jurors("alternate")[0])
    clients = signed_in(visit, reader), signed_in(visit, asked), alternate
    with bench.work(reader) as w:
        actions.report_private_data(w, REF, "In the first question.")
    for client in clients:
        for sent in ({}, {f"question-{at}": "0" for at in range(3)}):
            answer = client.raw.post(
                f"{CASE}/quiz",
                data={"csrf_token": client.token(), **sent},
                headers={"HX-Request": "true", "HX-Target": "quiz"},
            )
            assert answer.headers.get("HX-Redirect") == CASE
            assert STEM not in answer.text
