"""An open assembly in a browser: opened by an officer, joined by a member, with a script or not."""

import pytest

from tests.jury.assembled import come, few_are_enough, take
from tests.jury.bench import REF
from tests.jury.walk import with_book
from tests.village import PASSWORD

BENCH, CASE = f"/jury/bench/{REF}", f"/jury/cases/{REF}"


@pytest.fixture
def bench(live, monkeypatch):
    few_are_enough(monkeypatch)
    return with_book(live.work, live.clock)


def sign_in(page, name):
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_whoever_is_on_the_roll_may_come(live, bench, visitor, no_script, axe):
    bench.freeze(None, "historic")
    bench.publish_roll()
    sign_in(visitor, "olive")
    visitor.goto(BENCH)
    axe(visitor)
    press(visitor, "Open the assembly")
    visitor.get_by_text("The assembly is open. It closes by itself.").wait_for()
    bench.log()
    page = no_script
    sign_in(page, "juror.001")
    page.get_by_role("link", name="An assembly is open to you").click()
    page.wait_for_url("**/jury/assemblies/")
    press(page, "Take a seat")
    page.wait_for_url(f"**{CASE}")
    page.get_by_text("Read the case, then answer three questions").first.wait_for()
    sign_in(visitor, "juror.002")
    visitor.goto("/jury/")
    axe(visitor)
    visitor.get_by_role("link", name="See the open assemblies").click()
    visitor.wait_for_url("**/jury/assemblies/")
    axe(visitor)
    press(visitor, "Take a seat")
    visitor.wait_for_url(f"**{CASE}")
    axe(visitor)
    came = come(bench, bench.cast.jurors[2:10])
    for juror in came:
        bench.vote(juror, "deny" if juror is came[0] else "uphold")
    take(bench, bench.cast.jurors[10])
    bench.close()
    bench.decide()
    sign_in(visitor, "oscar")
    visitor.goto(BENCH)
    visitor.get_by_text("Took a seat").wait_for()
    visitor.goto(f"/verdicts/{REF}")
    visitor.get_by_text("The assembly's vote: the claim is upheld.").wait_for()
    axe(visitor)
    visitor.goto("/verdicts/figures")
    axe(visitor)
