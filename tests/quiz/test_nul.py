"""A NUL, which PostgreSQL takes in no text: it is told as what it is, and reaches no database."""

import pytest
import sqlalchemy as sa

from tests.village import PASSWORD

NUL = "a\0b"
SAID = {"item": NUL, "edition": "1", "why": "Plain.", "answer": "Done.", "other": NUL, "form": NUL}


@pytest.fixture
def sent_on():
    """What statements were sent with a NUL in a value."""
    found = []

    def look(_connection, _cursor, statement, parameters, _context, _many):
        rows = parameters if isinstance(parameters, list) else [parameters]
        values = [
            value for row in rows for value in (row.values() if hasattr(row, "values") else row)
        ]
        if any(isinstance(value, str) and "\0" in value for value in values):
            found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", look)
    yield found
    sa.event.remove(sa.Engine, "before_cursor_execute", look)


def test_no_door_of_the_room_sends_a_nul_on(app, cast, client, sent_on):
    client.sign_in("edith@village.example", PASSWORD)
    client.get("/quiz/")
    token = client.token()
    doors = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("quiz."):
            continue
        number = 2  # of a version, a part or a question
        given = {
            name: number if type(converter).__name__ == "IntegerConverter" else NUL
            for name, converter in rule._converters.items()
        }
        path = doors.build(rule.endpoint, given)
        for method in rule.methods & {"GET", "POST"}:
            data = {**SAID, "csrf_token": token} if method == "POST" else None
            status = client.raw.open(path, method=method, data=data).status_code
            assert status < 500, path
            assert not sent_on, f"{method} {path}: {sent_on}"
            if given and NUL in given.values():
                assert status in {404, 403, 422}, path


@pytest.mark.parametrize("name", [NUL, "no-such-item", "NOT an id"])
def test_what_names_no_item_begins_no_draft(cast, client, name):
    client.sign_in("edith@village.example", PASSWORD)
    client.post("/quiz/drafts/", {"item": name}, status=404)
