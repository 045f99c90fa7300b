"""An exam that can be sat: the demo's book and bank, and the village."""

import pytest

from quiz.actions import load_bank
from quiz.bank import demo_bank
from rules.actions import load_book
from rules.book import demo_book
from tests.village import settle


@pytest.fixture(scope="session")
def bank():
    return demo_bank()


@pytest.fixture
def cast(work, bank):
    with work() as w:
        people = settle(w, jurors=1)
        load_book(w, demo_book())
        load_bank(w, bank)
    return people
