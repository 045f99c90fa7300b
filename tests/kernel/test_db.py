"""What is an id, that a held row is read as it is by then, and what is done at a commit alone."""

import pytest
import sqlalchemy as sa

from kernel.db import held, if_undone, is_id, new_id, once_committed
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


class Broken(Exception):
    pass


def savepoint(w, act=lambda: None, *, breaks=False):
    """Do something in a savepoint of a work; breaks: and take it back."""
    try:
        with w.session.begin_nested():
            act()
            if breaks:
                raise Broken
    except Broken:
        pass


def test_what_cannot_be_taken_back_waits_for_the_commit_whatever_savepoints_do(work):
    done = []
    with work() as w:
        once_committed(w.session, lambda: done.append("kept"))
        savepoint(w)
        savepoint(w, breaks=True)
        savepoint(w, lambda: once_committed(w.session, lambda: done.append("inside")))
        assert done == []
    assert done == ["kept", "inside"]


def test_what_is_rolled_back_is_never_done(work):
    done = []

    def broken_off():
        with work() as w:
            once_committed(w.session, lambda: done.append("all"))
            savepoint(w, lambda: once_committed(w.session, lambda: done.append("inside")))
            raise Broken

    with pytest.raises(Broken):
        broken_off()
    with work() as w:

        def ask():
            savepoint(w, lambda: once_committed(w.session, lambda: done.append("deep")))

        savepoint(w, ask, breaks=True)
    assert done == []


def test_what_is_undone_is_what_was_rolled_back(work):
    undone = []
    with work() as w:
        if_undone(w.session, lambda: undone.append("kept"))
        savepoint(w, lambda: if_undone(w.session, lambda: undone.append("inside")), breaks=True)
        assert undone == ["inside"]
    assert undone == ["inside"]

    def broken_off():
        with work() as w:
            if_undone(w.session, lambda: undone.append("all"))
            savepoint(w, lambda: if_undone(w.session, lambda: undone.append("in it")))
            raise Broken

    with pytest.raises(Broken):
        broken_off()
    assert sorted(undone) == ["all", "in it", "inside"]
