"""What jurors read for a name joins the words before it."""

import pytest

from claims.fitting import fitted
from claims.redaction import Party, redact

PARTIES = (
    Party("Leila Haddad", "the sister"),
    Party("Noor Kaya", "the claimant"),
    Party("Anna Birch", "doctor A"),
    Party("Alder Mill", "employer A"),
    Party("Hill Hospital", "the hospital"),
    Party("小丽", "姐姐"),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("My sister Leila drove.", "My sister drove."),
        ("my sister, Leila Haddad, drove", "my sister, drove"),
        ("The sister Leila drove.", "The sister drove."),
        ("Sister Leila drove.", "The sister drove."),
        ("Leila drove. Leila slept.", "The sister drove. The sister slept."),
        ("I told my Leila.", "I told my sister."),
        ("I told her Leila had come.", "I told her the sister had come."),
        ("She works at the Alder Mill.", "She works at employer A."),
        ("My employer Alder Mill paid.", "My employer A paid."),
        ("The doctor, Dr Birch, saw it.", "Doctor A, saw it."),
        ("The doctor Anna Birch saw it.", "Doctor A saw it."),
        ("at the Hill Hospital", "at the hospital"),
        ("at a Hill Hospital ward", "at a hospital ward"),
        ("a nurse of the hospital Hill Hospital", "a nurse of the hospital"),
        ("for Noor Kaya", "for the claimant"),
        ("stepsister Leila", "stepsister the sister"),
        ("我姐姐小丽开车", "我姐姐开车"),
    ],
)
def test_a_role_is_fitted_into_its_sentence(written, read):
    assert redact(written, PARTIES).text == read


def test_only_words_that_the_role_says_again_go():
    assert fitted("the old ", "the mill") == (0, "the mill")
    assert fitted("My brother ", "the sister") == (0, "the sister")
    assert fitted("", "the sister") == (0, "the sister")
