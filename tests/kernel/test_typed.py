"""What was typed when the session ended comes back once, to be copied; nothing else ever does."""

import pytest
from wtforms import PasswordField

import claims.forms
import jury.forms
import members.forms
import quiz.forms
import rules.forms
from kernel.forms import Form
from kernel.typed import NEVER_SHOWN
from tests.village import PASSWORD, settle

OURS = {"Origin": "http://localhost"}
STORY = "In March it hurt.\n<script>alert(1)</script> & “Dr Kaya” said so."


@pytest.fixture
def clara(client, work):
    with work() as w:
        settle(w, jurors=1)
    client.sign_in("clara@village.example", PASSWORD)
    return client


def send(client, status, headers=OURS, path="/me/ties", **values):
    """Send what stood in a page that is no longer in view."""
    return client._show(client.raw.post(path, data=values, headers=headers), status)


def ties(client):
    token = client.get("/me/ties").form().values["csrf_token"][0]
    return {"csrf_token": token, "employer": STORY, "hospital": "Union Hospital"}


def copies(page):
    return [e.text for e in page.body.iter("textarea")]


def test_who_signed_out_in_another_tab_can_copy_what_they_typed(clara):
    sent = ties(clara)
    clara.page.press("Sign out")
    page = send(clara, 422, **sent)
    assert copies(page) == [STORY, "Union Hospital"]
    assert page.h1 == "You are not signed in any more"
    assert "should still be there" not in page.text
    assert "<script>alert" not in page.html
    assert sent["csrf_token"] not in page.html
    assert page.headers["Cache-Control"] == "no-store"
    there = page.click("Open the page again")
    assert there.path.startswith("/sign-in")
    form = there.form(action="/sign-in").fill(email="clara@village.example", password=PASSWORD)
    assert form.send().path == "/me/ties"


def test_who_signed_in_again_in_another_tab_can_copy_it_too(clara):
    sent = ties(clara)
    clara.sign_in("clara@village.example", PASSWORD)
    page = send(clara, 422, **sent)
    assert copies(page)[0] == STORY
    assert page.h1 == "That is not possible now"
    assert page.click("Open the page again").path == "/me/ties"


def test_where_the_session_ended_here_it_is_not_lost_on_the_way_to_the_sign_in(clara, clock):
    sent = ties(clara)
    clock.move(hours=12)
    page = send(clara, 401, **sent)
    assert copies(page)[0] == STORY
    assert page.h1 == "You are not signed in any more"
    assert clara.get("/me/ties").path.startswith("/sign-in")


def test_a_form_that_comes_by_htmx_is_answered_with_the_same_page(clara, clock):
    sent = ties(clara)
    clock.move(hours=12)
    page = send(clara, 401, headers=OURS | {"HX-Request": "true"}, **sent)
    assert copies(page)[0] == STORY
    assert "HX-Redirect" not in page.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        OURS | {"Sec-Fetch-Site": "cross-site"},
        OURS | {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_nobody_plants_words_on_our_pages_from_elsewhere(clara, headers):
    """A form of another site may be sent here, with whatever stands in it."""
    sent = ties(clara)
    clara.page.press("Sign out")
    page = send(clara, 422, headers=headers, **sent)
    assert copies(page) == []
    assert "Union Hospital" not in page.html


def test_neither_passwords_nor_what_a_form_says_by_itself_come_back(clara):
    clara.page.press("Sign out")
    sent = {
        "password": "four plain words stand here",
        "words": "trustee words of a key",
        "revision": "7",
        "then": "hand_in",
        "employer": "Mühle",
    }
    assert copies(send(clara, 422, **sent)) == ["Mühle"]


def test_letters_that_no_page_can_show_are_left_out(clara):
    clara.page.press("Sign out")
    assert copies(send(clara, 422, employer="The \x00\x07mill")) == ["The mill"]


def test_where_nothing_was_written_nothing_is_said_of_it(clara):
    clara.page.press("Sign out")
    page = send(clara, 422, path="/me/mail", on="1")
    assert copies(page) == []
    assert "written" not in page.text
    assert "written" not in clara.get("/join/spent", status=404).text


def test_every_field_for_a_password_has_a_name_that_is_never_shown():
    rooms = (claims.forms, jury.forms, members.forms, quiz.forms, rules.forms)
    forms = {one for room in rooms for one in vars(room).values() if isinstance(one, type)}
    secret = {
        name
        for form in forms
        if issubclass(form, Form)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }
    assert secret
    assert secret <= NEVER_SHOWN
