"""An exam that can be sat: the demo's book and bank, and the village."""

import pytest

from kernel.work import Work
from quiz.actions import load_bank
from quiz.bank import demo_bank
from rules.actions import load_book
from rules.book import demo_book
from tests.village import Cast, settle


def the_exam(work: Work) -> Cast:
    people = settle(work, jurors=1)
    load_book(work, demo_book())
    load_bank(work, demo_bank())
    return people


@pytest.fixture
def scene():
    return the_exam


@pytest.fixture(scope="session")
def bank():
    return demo_bank()


@pytest.fixture
def cast(came_of_it):
    return came_of_it
