"""The pages of the roll: my place, what is wrong with it, the officers' answer."""

from dataclasses import replace
from datetime import date

import pytest

from jury import actions
from kernel.settings import Settings
from members.models import Account
from tests.clock import TestClock
from tests.jury.bench import Bench, OpenWork
from tests.jury.walk import Visit, send, signed_in, with_book


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, roll_days=3)


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def test_a_member_says_that_the_roll_is_wrong_and_is_answered(bench: Bench, visit: Visit) -> None:
    with bench.work() as w:
        w.session.get_one(Account, bench.cast.jurors[2].account).good_standing = False
    bench.publish_roll()
    missing = signed_in(visit, bench.cast.jurors[2])
    page = missing.get("/jury/roll")
    assert "You are not on it. You are not in good standing." in page.text
    assert "to be looked at, not used yet" in page.text
    page = page.form("Tell the officers").fill({"1-told": ""}).send(status=422)
    assert "Say what is wrong." in page.text
    long = "I paid. " * 200
    page = page.form("Tell the officers").fill({"1-told": long}).send(status=422)
    assert long.strip() in page.html
    page = page.form("Tell the officers").fill({"1-told": "I paid <in> May."}).send()
    assert page.path == "/jury/roll"
    assert "I paid <in> May." in page.text
    assert "An officer answers you here" in page.text
    assert not [form for form in page.forms if "Tell the officers" in form.buttons]

    olive = signed_in(visit, bench.cast.olive)
    page = olive.get("/desk/").click("Answer what members say of the roll")
    assert "Juror 003 on the roll of epoch 1" in page.text
    assert "They are not in good standing." in page.text
    (form,) = (one for one in page.forms if "Answer" in one.buttons)
    prefix = form.action.rpartition("/")[2]
    page = form.fill({f"{prefix}-answer": "You did."}).send(status=422)
    assert "Choose one of the two." in page.text
    (form,) = (one for one in page.forms if "Answer" in one.buttons)
    page = form.fill({f"{prefix}-upheld": "yes"}).send()
    assert "No remark waits for you." in page.text
    assert "was found to be wrong" in olive.get("/jury/bench/").text
    page = missing.get("/jury/roll")
    assert "You were right. You did." in page.text
    assert "found to be wrong, not used" in page.text
    assert (
        send(olive, form.action, **{f"{prefix}-upheld": "no", f"{prefix}-answer": "No."})[0] == 409
    )


def test_two_rolls_may_be_looked_at_at_once(bench: Bench, visit: Visit) -> None:
    bench.publish_roll()
    bench.publish_roll()
    client = signed_in(visit, bench.cast.jurors[0])
    page = client.get("/jury/roll")
    page.form(action="/jury/roll/1/remark").fill({"1-told": "I am older."}).send()
    forms = [form.action for form in client.get("/jury/roll").forms if form.in_main]
    assert forms == ["/jury/roll/2/remark"]
    status, body = send(client, "/jury/roll/1/remark", **{"1-told": "Once more."})
    assert status == 409
    assert b"You said before that this roll is wrong" in body
    assert b"Once more." in body
    for epoch in ("3", "x", "9" * 30, "%00"):
        assert send(client, f"/jury/roll/{epoch}/remark", **{"3-told": "None."})[0] == 404
    assert client.get("/jury/roll/1/remark").path == "/jury/roll"


def test_earlier_epochs_stand_on_earlier_pages(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.cast.jurors[0])
    assert "No roll has been published yet." in client.get("/jury/roll").text
    with bench.work() as w:
        w.session.get_one(Account, bench.cast.jurors[0].account).born_on = date(2005, 1, 1)
        for _ in range(12):
            actions.build_roll(w)
    page = client.get("/jury/roll")
    assert "Epoch 3 " in page.text
    assert "Epoch 2 " not in page.text
    page = page.click("Earlier epochs")
    assert page.text.count("You are number") == 2
    assert client.get("/jury/place.json?epoch=2").json["size"] == 24
    for epoch in ("13", "x", "-1", "9" * 30):
        client.get(f"/jury/place.json?epoch={epoch}", status=404)


def test_only_officers_answer(bench: Bench, visit: Visit) -> None:
    bench.publish_roll()
    for actor in (bench.cast.clara, bench.cast.edith, bench.cast.aaron, bench.cast.agnes):
        client = signed_in(visit, actor)
        client.get("/jury/bench/remarks", status=403)
        assert send(client, f"/jury/bench/remarks/{'x' * 22}")[0] == 403
    olive = signed_in(visit, bench.cast.olive)
    assert "No remark waits for you." in olive.get("/jury/bench/remarks").text
    for name in ("x" * 22, "x", "%00"):
        filled = {f"{name}-upheld": "no", f"{name}-answer": "No."}
        assert send(olive, f"/jury/bench/remarks/{name}", **filled)[0] == 404
    assert visit().get("/jury/roll").path.startswith("/sign-in")


def test_the_bench_says_what_a_roll_waits_for(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    client = signed_in(visit, bench.cast.olive)
    client.get(f"/jury/bench/{bench.ref}").press("Publish a roll")
    page = client.get(f"/jury/bench/{bench.ref}")
    assert "Wait while members look at the new roll" in page.text
    assert "not drawn from yet" in page.click("See the roll").text
    with bench.work(bench.cast.clara) as w:
        actions.remark_on_roll(w, 1, "I am missing.")
    bench.clock.move(days=3)
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{bench.ref}")
    assert "being put into the log" in page.text
    bench.log()
    page = client.get(f"/jury/bench/{bench.ref}").click("Answer what members say")
    (form,) = (one for one in page.forms if "Answer" in one.buttons)
    prefix = form.action.rpartition("/")[2]
    form.fill({f"{prefix}-upheld": "no", f"{prefix}-answer": "No exam."}).send()
    assert "Draw the panel" in client.get(f"/jury/bench/{bench.ref}").text
    bench.publish_roll()
    assert "panels are drawn from epoch 1" in client.get("/jury/bench/").text
