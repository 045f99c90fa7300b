"""An officer draws a panel within quotas, and a member reads their own chance."""

import pytest

from jury import actions
from rules.actions import load_book
from tests.browser.test_practice import press, sign_in
from tests.jury import quotas
from tests.jury.bench import REF, make_bench


@pytest.fixture
def bench(live):
    made = make_bench(live.work, live.clock, quotas.JURORS)
    quotas.mix(made)
    with live.work() as w:
        load_book(w)
    made.freeze()
    made.publish_roll()
    return made


def test_a_panel_within_quotas(live, bench, new_page, axe):
    page = new_page(viewport={"width": 360, "height": 740})
    sign_in(page, "olive")
    page.goto(f"/jury/bench/{REF}")
    page.get_by_role("link", name="Draw within quotas instead").click()
    axe(page)
    page.get_by_label("Age, 18–29: at least").fill("9")
    page.get_by_label("Age, 18–29: at most").fill("")
    press(page, "Draw the panel within these quotas")
    page.get_by_text("No more than 6 here: its share of the seats").first.wait_for()
    axe(page)
    assert page.get_by_label("Age, 18–29: at least").input_value() == "9"
    quotas.leave_out(bench, bench.cast.jurors[:17])
    page.get_by_label("Age, 18–29: at least").fill("5")
    press(page, "Draw the panel within these quotas")
    page.get_by_role("heading", name="No panel keeps all these quotas").wait_for()
    page.get_by_text("Age, 18–29: at least 4 instead of 5.").wait_for()
    axe(page)
    quotas.let_in(bench, bench.cast.jurors[:17])
    page.get_by_label("Age, 18–29: at least").fill("x")
    press(page, "Draw the panel within these quotas")
    page.get_by_text("A whole number from 0 to 12.").first.wait_for()
    axe(page)
    page.get_by_label("Age, 18–29: at least").fill("4")
    page.get_by_label("A secret of this house").check()
    press(page, "Draw the panel within these quotas")
    page.get_by_role("heading", name="The lot is falling").wait_for()
    bench.log()

    member = new_page(viewport={"width": 360, "height": 740})
    sign_in(member, "juror.001")
    member.goto("/jury/roll")
    member.get_by_role("heading", name="Your chance in the draw for case").wait_for()
    axe(member)
    with live.work() as w:
        actions.draw_panel(w, REF)
    for _seat in range(3):
        with live.work(bench.jurors("summoned")[0]) as w:
            actions.decline_seat(w, REF)
    member.goto(f"/draws/{REF}")
    member.get_by_role("heading", name="Seats that changed hands").wait_for()
    axe(member)
    page.goto(f"/jury/bench/{REF}")
    page.get_by_role("link", name="The quotas of this panel").wait_for()
    axe(page)
