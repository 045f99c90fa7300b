"""What every form takes and refuses."""

import io

import pytest
from wtforms import FileField, StringField
from wtforms.validators import Length

from kernel.forms import Form


class Mixed(Form):
    """A text and a file."""

    text = StringField(validators=[Length(max=5)])
    file = FileField()


@pytest.fixture
def sent(app):
    """Send a form with files; return it as its view would read it."""

    def send(**fields):
        with app.test_request_context("/", method="POST", data=fields):
            form = Mixed(meta={"csrf": False})
            return form.validate(), form.text.data, form.file.data and form.file.data.read()

    return send


def test_a_file_reaches_the_field_for_files(sent):
    assert sent(text="abc", file=(io.BytesIO(b"words"), "a.txt")) == (True, "abc", b"words")


def test_a_file_is_no_text(sent):
    assert sent(text=(io.BytesIO(b"words"), "a.txt")) == (True, None, None)
    assert sent(text=(io.BytesIO(b"x"), "a"), file=(io.BytesIO(b"y"), "b"))[1:] == (None, b"y")


@pytest.mark.parametrize("path", ["/sign-in", "/join"])
def test_a_file_in_place_of_a_word_is_a_word_that_is_missing(client, path):
    form = client.get(path).form()
    token = form.values["csrf_token"][0]
    names = [name for name in form.values if name != "csrf_token"]
    files = {name: (io.BytesIO(b"x"), "x.txt") for name in names}
    answer = client.raw.post(path, data={"csrf_token": token, **files})
    assert answer.status_code == 422
