import re

import pytest

from members.actions import TRIES
from tests.village import PASSWORD, settle


@pytest.fixture
def cast(work):
    with work() as w:
        return settle(w, jurors=1)


def test_somebody_joins_and_is_led_to_the_exam(client, cast):
    page = client.get("/join")
    page = (
        page.form(action="/join")
        .fill(
            name="Noor",
            email="Noor@village.example",
            password="timber otter velvet plum",
            born_on="1990-05-17",
            promise="y",
        )
        .send()
    )
    assert page.path == "/quiz/"
    assert "Noor" in client.get("/me").text


def test_what_was_typed_is_kept_when_joining_fails(client, cast):
    form = client.get("/join").form(action="/join")
    page = form.fill(
        name="Noor",
        email="clara@village.example",
        password="timber otter velvet plum",
        born_on="1990-05-17",
        promise="y",
    ).send(status=409)
    assert "Sign in instead" in page.text
    assert page.form(action="/join").values["name"] == ["Noor"]


def test_after_signing_in_one_is_where_one_wanted_to_be(client, cast):
    page = client.get("/me")
    assert page.path.startswith("/sign-in")
    page = page.form(action="/sign-in").fill(email="clara@village.example", password=PASSWORD)
    assert page.send().path == "/me"


def test_one_is_led_to_an_address_in_any_letters(client, cast):
    where = "/rules/?words=病"
    for htmx, status, said in ((None, 303, "Location"), ("main", 200, "HX-Redirect")):
        form = client.get("/sign-in", query_string={"next": where}).form(action="/sign-in")
        form.fill(email="clara@village.example", password=PASSWORD)
        assert form.send(status=status, htmx=htmx).headers[said] == "/rules/?words=%E7%97%85"
        client.post("/sign-out")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Fill this in."),
        ({"name": "\u200b\u3164"}, "Fill this in."),
        ({"born_on": "1899-12-31"}, "Write a day from 1900 on."),
        ({"born_on": "0001-01-01"}, "Write a day from 1900 on."),
    ],
)
def test_nobody_joins_without_a_name_or_before_their_time(client, cast, wrong, said):
    about = {
        "name": "Noor",
        "email": "noor@village.example",
        "password": "timber otter velvet plum",
        "born_on": "1990-05-17",
        "promise": "y",
    }
    page = client.get("/join").form(action="/join").fill(about | wrong).send(status=422)
    assert said in page.text


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_off_the_site(client, cast, next):
    form = client.get("/sign-in", query_string={"next": next}).form(action="/sign-in")
    assert form.fill(email="clara@village.example", password=PASSWORD).send().path == "/"


def test_a_wrong_password_and_an_unknown_account_look_the_same(client, cast):
    said = set()
    for email in ("clara@village.example", "nobody@village.example"):
        page = client.sign_in(email, "wrong", status=422)
        html = re.sub(r'value="[^"]*"', "", page.html)
        said.add(html)
    assert len(said) == 1


def test_too_many_wrong_passwords_are_answered_429(client, cast):
    for _ in range(TRIES):
        client.sign_in("clara@village.example", "wrong", status=422)
    page = client.sign_in("clara@village.example", PASSWORD, status=429)
    assert "quarter of an hour" in page.html


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client, visit, cast):
    client.sign_in("clara@village.example", PASSWORD)
    stolen = client.raw.get_cookie("session").value
    client.page.press("Sign out")
    thief = visit()
    thief.raw.set_cookie("session", stolen)
    assert thief.get("/me").path.startswith("/sign-in")


def test_signing_in_again_ends_the_session_before(client, visit, cast):
    client.sign_in("clara@village.example", PASSWORD)
    first = client.raw.get_cookie("session").value
    client.sign_in("clara@village.example", PASSWORD)
    client.page.press("Sign out")
    thief = visit()
    thief.raw.set_cookie("session", first)
    assert thief.get("/me").path.startswith("/sign-in")


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("path", ["/rules/clauses/%00", "/people/%00", "/people/?search=%00"])
def test_an_address_that_no_database_can_hold_leads_nowhere(client, cast, path):
    client.sign_in("agnes@village.example", PASSWORD)
    client.get(path, status=404)


def test_another_host_is_not_ours(client):
    assert client.raw.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_withdrawal_of_no_role_is_malformed(client, cast):
    client.sign_in("agnes@village.example", PASSWORD)
    page = client.get("/people/?search=clara").click("Clara")
    client.post(f"{page.path}/withdrawal", {"role": "emperor"}, status=422)


def test_a_form_without_its_token_is_refused(client, cast):
    response = client.raw.post("/sign-in", data={"email": "clara@village.example"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("who", "desk", "people"),
    [
        ("clara", 403, 403),
        ("olive", 200, 403),
        ("edith", 200, 403),
        ("aaron", 200, 403),
        ("agnes", 200, 200),
    ],
)
def test_each_role_has_its_own_doors(client, cast, who, desk, people):
    client.sign_in(f"{who}@village.example", PASSWORD)
    client.get("/desk/", status=desk)
    client.get("/people/", status=people)


def test_an_admin_grants_and_withdraws_a_role(client, cast):
    client.sign_in("agnes@village.example", PASSWORD)
    page = client.get("/people/?search=clara").click("Clara")
    page = page.form(action=page.path).fill(role="auditor").send()
    assert "auditor" in page.text
    page = page.form(action="/withdrawal").send()
    assert "The role is withdrawn" in page.text


def test_headers_forbid_what_pages_do_not_need(client):
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_a_person_are_kept_in_no_cache(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_a_member_says_whom_they_must_not_judge(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    page = client.get("/me").click("Say what they are")
    assert "Mill Lane 3" in page.text
    page = page.fill(employer="The mill", hospital="x" * 121).send(status=422)
    assert page.form().values["employer"] == ["The mill"]
    assert page.form().values["hospital"] == ["x" * 121]
    page = page.fill(hospital="Union Hospital").send()
    assert page.path == "/me/ties"
    assert "It is kept." in page.html
    form = client.get("/me/ties").form()
    assert form.values["employer"] == ["The mill"]
    assert form.values["hospital"] == ["Union Hospital"]
    form.fill(employer="", hospital="").send()
    assert client.get("/me/ties").form().values["employer"] == [""]


NEW = "timber otter velvet plum"


def change(client, old, new, status=200):
    form = client.get("/me").click("Set another password").form()
    return form.fill(password=old, new_password=new).send(status=status)


def test_a_member_sets_another_password_and_is_signed_out_elsewhere(client, visit, cast):
    elsewhere = visit()
    for one in (elsewhere, client):
        one.sign_in("clara@village.example", PASSWORD)
    assert "This is not your password" in change(client, NEW, NEW, 422).text
    assert "at least 15 characters" in change(client, PASSWORD, "short", 422).text
    page = change(client, PASSWORD, NEW)
    assert page.path == "/me"
    assert "Your new password holds." in page.html
    assert elsewhere.get("/me").path.startswith("/sign-in")
    visit().sign_in("clara@village.example", PASSWORD, status=422)
    assert visit().sign_in("clara@village.example", NEW).path == "/"


def test_a_password_is_guessed_no_more_often_on_this_page_than_at_the_door(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    for _ in range(TRIES):
        change(client, "wrong", NEW, 422)
    assert "quarter of an hour" in change(client, PASSWORD, NEW, 429).html


@pytest.mark.parametrize(("born", "age"), [("2015-01-01", 11), ("1900-02-01", 126)])
def test_whoever_joins_is_asked_about_a_year_that_is_no_adults(client, cast, born, age):
    values = {"name": "Noor", "email": "noor@village.example", "promise": "y", "born_on": born}
    form = client.get("/join").form(action="/join")
    assert "sure" not in form.values
    page = form.fill(password=NEW, **values).send(status=422)
    assert f"By this date you are {age}. Is the year right?" in page.text
    page = page.form(action="/join").fill(password=NEW, sure="y").send()
    is_a_child = age < 18
    assert ("before you are 18, the lot does not fall on you" in page.html) == is_a_child
    page = client.get("/me")
    assert str(int(born[:4])) in page.text
    assert ("before you are 18" in page.text) == is_a_child
