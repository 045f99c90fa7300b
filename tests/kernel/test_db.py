"""What is an id, and that a row that is held is read as it is by then."""

import pytest
import sqlalchemy as sa

from kernel.db import held, is_id, new_id
from members.models import Account
from tests.village import person


def test_a_new_id_is_one():
    assert all(is_id(new_id()) for _time in range(200))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "x" * 21,
        "x" * 23,
        "x" * 21 + "\0",
        "x" * 21 + "\n",
        "é" * 22,
        "\ud800" * 22,
        " " * 22,
    ],
)
def test_no_other_text_is_an_id(text):
    assert not is_id(text)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_held_row_is_read_anew(work):
    with work() as w:
        account_id = person(w, "Mira").id
    with work() as w:
        one = w.session.get_one(Account, account_id)
        with_other_words = sa.update(Account).where(Account.id == account_id).values(name="Mara")
        w.session.connection().execute(with_other_words)  # as another transaction would
        query = sa.select(Account).where(Account.id == account_id)
        assert w.session.scalar(query) is one
        assert one.name == "Mira"
        assert w.session.scalar(held(query)) is one
        assert one.name == "Mara"


def test_a_query_is_held_and_not_changed():
    query = sa.select(Account.id)
    assert "FOR UPDATE" in str(held(query))
    assert "FOR UPDATE" not in str(query)
