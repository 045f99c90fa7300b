"""What a change weighs: editorial only where no reader could take it in another sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.heavy import Sense, marks
from rules.text.spelling import is_variant
from rules.text.weight import Lowering, Opinion, Procedure, Weight, class_of, procedure, weigh

HEAVY = {
    "40": Weight.NUMBER,
    "half": Weight.NUMBER,
    "百": Weight.NUMBER,
    "shall": Weight.MODAL,
    "必须": Weight.MODAL,
    "unless": Weight.NEGATION,
    "勿": Weight.NEGATION,
    "until": Weight.COMPARISON,
    "weeks": Weight.COMPARISON,
    "以上": Weight.COMPARISON,
    "premium": Weight.TERM,
    "[[light-tier]]": Weight.TERM,
}
PLAIN = "the member plan pays house 30 31 may not days Plan . , 等 不 日 。 organise [[age-date]]"
WORDS = st.lists(st.sampled_from(PLAIN.split()), max_size=14).map(" ".join)
MIXED = st.one_of(WORDS, st.text(max_size=30))


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ("a  member", "a member", Weight.SPACE),
        ("cafe\u0301", "café", Weight.SPACE),  # one letter, stored in two ways
        ("a member", "a, member", Weight.PUNCTUATION),
        ("2019-2020", "2019–2020", Weight.PUNCTUATION),
        ("会员，", "会员、", Weight.PUNCTUATION),
        ("a\u200bmember", "a member", Weight.WORDING),  # a character that nobody sees
        ("Plan", "plan", Weight.SPELLING),
        ("pays it. The", "pays it; the", Weight.SPELLING),
        ("organise", "organize", Weight.SPELLING),
        ("follow up", "follow-up", Weight.SPELLING),
        ("pays", "gives", Weight.WORDING),
        ("the plan pays", "pays the plan", Weight.WORDING),
        ("会员", "成员", Weight.WORDING),
        ("10 - 15", "10, 15", Weight.NUMBER),
        ("5 %", "5", Weight.NUMBER),
        ("30 yuan", "30 dollars", Weight.NUMBER),
        ("of 30 and 60", "of 60 and 30", Weight.NUMBER),
        ("三", "五", Weight.NUMBER),
        ("may", "must", Weight.MODAL),
        ("has to pay", "pays", Weight.MODAL),
        ("可以", "应当", Weight.MODAL),
        ("cannot", "can", Weight.NEGATION),
        ("can't", "can", Weight.NEGATION),
        ("insured", "uninsured", Weight.NEGATION),
        ("not paid but owed", "paid but not owed", Weight.NEGATION),
        ("已", "未", Weight.NEGATION),
        ("at least", "at most", Weight.COMPARISON),
        ("and", "or", Weight.COMPARISON),
        ("1 May", "1 June", Weight.COMPARISON),
        ("≤ x", "< x", Weight.COMPARISON),
        ("以内", "之前", Weight.COMPARISON),
        ("the premium", "the price", Weight.TERM),
        ("Premiums", "premium", Weight.TERM),
        ("[[a]]", "[[b]]", Weight.TERM),
        ("", "Fraud ends membership.", Weight.PASSAGE),
        ("", "a b c d e f g h i", Weight.PASSAGE),
        ("a b c d e f g h i", "j k l m n o p q r", Weight.PASSAGE),
        ("", "并且另行提交有关材料", Weight.PASSAGE),
    ],
)
def test_weights(old: str, new: str, weight: Weight) -> None:
    terms = ["premium", "premiums"]
    assert weigh(old, new, terms) == weight
    assert weigh(new, old, terms) == weight


def test_a_term_with_a_capital_letter_is_left_with_it() -> None:
    assert weigh("of the Plan", "of the plan", ["Plan"]) == Weight.TERM
    assert weigh("of the Plan", "of the plan", ["plan"]) == Weight.SPELLING
    assert weigh("Plan rules", "All Plan rules") == Weight.COMPARISON


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("recieve", "receive"),
        ("occured", "occurred"),
        ("accomodate", "accommodate"),
        ("goverment", "government"),
        ("co-operate", "cooperate"),
        ("re-examine", "reexamine"),
        ("naïve", "naive"),
        ("it's", "its"),
        ("member’s", "member's"),
        ("A", "a"),
        ("centre", "center"),
        ("metres", "meters"),
        ("paediatric", "pediatric"),
        ("cancelled", "canceled"),
        ("instalments", "installments"),
        ("favour", "favor"),
        ("Analyse", "analyze"),
        ("judgement", "judgment"),
    ],
)
def test_one_word_written_in_two_ways(old: str, new: str) -> None:
    assert is_variant(old, new)
    assert is_variant(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("form", "from"),
        ("cover", "lover"),
        ("affect", "effect"),
        ("causal", "casual"),
        ("marital", "martial"),
        ("mediation", "medication"),
        ("prostate", "prostrate"),
        ("decease", "disease"),
        ("insured", "insurer"),
        ("member", "members"),
        ("members'", "member's"),
        ("filing", "filling"),
        ("hoping", "hopping"),
        ("tongues", "tongs"),
        ("prise", "prize"),
        ("apprise", "apprize"),
        ("four", "for"),
        ("cheque", "check"),
        ("re-sign", "resign"),
        ("résumé", "resume"),
        ("mg", "Mg"),
        ("US", "us"),
        ("MW", "mW"),
        ("aids", "AIDS"),
        ("premise", "promise"),
        ("会", "會"),
    ],
)
def test_two_words_however_alike(old: str, new: str) -> None:
    assert not is_variant(old, new)
    assert not is_variant(new, old)
    assert weigh(old, new) >= Weight.WORDING


def test_words_grown_together_may_be_other_words() -> None:
    for old, new in (("may be", "maybe"), ("any one", "anyone"), ("in to", "into")):
        assert weigh(old, new) >= Weight.WORDING


def test_chinese_words_that_hold_a_heavy_character_are_not_heavy() -> None:
    assert not marks("认可统筹反应一致功能内容未来非常如实自己日常")
    assert set(marks("不得超过三十天")) == {
        (Sense.MODAL, "不得"),
        (Sense.NEGATION, "不"),
        (Sense.COMPARISON, "超过"),
        (Sense.COMPARISON, "天"),
        (Sense.NUMBER, "三"),
        (Sense.NUMBER, "十"),
    }


@given(MIXED, MIXED)
def test_to_and_fro_weigh_the_same(old: str, new: str) -> None:
    assert weigh(old, new) == weigh(new, old)


@given(MIXED)
def test_nothing_weighs_least(text: str) -> None:
    assert weigh(text, text, ["member"]) == min(Weight)


@given(MIXED, MIXED, st.sampled_from(sorted(HEAVY)))
def test_a_heavy_word_more_never_makes_a_change_lighter(old: str, new: str, word: str) -> None:
    heavier = weigh(old, f"{new} {word}", ["premium"])
    if word not in old.lower() and word not in new.lower():
        assert heavier >= max(weigh(old, new, ["premium"]), HEAVY[word])


@given(WORDS, WORDS, WORDS, st.sampled_from(sorted(HEAVY)))
def test_a_heavy_word_for_a_plain_one_never_makes_a_change_lighter(
    old: str, head: str, tail: str, word: str
) -> None:
    plain, heavy = (f"{head} {between} {tail}" for between in ("wombat", word))
    assert weigh(old, heavy, ["premium"]) >= weigh(old, plain, ["premium"])
    assert weigh(old, heavy, ["premium"]) >= HEAVY[word]


@given(WORDS, WORDS)
def test_more_terms_never_make_a_change_lighter(old: str, new: str) -> None:
    assert weigh(old, new, ["member", "plan pays", "等"]) >= weigh(old, new, ["member"])
    assert weigh(old, new, ["member"]) >= weigh(old, new)


@given(WORDS, WORDS, WORDS)
def test_the_same_words_around_it_take_no_word_for_lighter(around: str, old: str, new: str) -> None:
    if weigh(old, new) > Weight.SPELLING:
        assert weigh(f"{around} {old}", f"{around} {new}") > Weight.SPELLING


def test_procedures() -> None:
    assert [procedure(weight) for weight in Weight] == (
        [Procedure.EDITORIAL] * 3 + [Procedure.LANGUAGE] + [Procedure.CONSULTATION] * 6
    )


class Change:
    weight = Weight.WORDING


NUMBER, TERM = Opinion("ada", Weight.NUMBER), Opinion("bo", Weight.TERM)


@pytest.mark.parametrize(
    ("opinions", "weight"),
    [
        ([], Weight.WORDING),
        ([Opinion("ada", Weight.SPACE)], Weight.WORDING),  # people only raise
        ([Lowering("cem"), Lowering("dov"), Lowering("eva")], Weight.WORDING),
        ([NUMBER], Weight.NUMBER),
        ([NUMBER, TERM], Weight.TERM),
        ([NUMBER, Lowering("cem")], Weight.NUMBER),
        ([NUMBER, Lowering("cem"), Lowering("cem")], Weight.NUMBER),
        ([NUMBER, Lowering("ada"), Lowering("cem")], Weight.NUMBER),  # one is the raiser
        ([NUMBER, Lowering("cem"), Lowering("dov")], Weight.WORDING),
        ([Lowering("cem"), Lowering("dov"), NUMBER], Weight.NUMBER),  # raised since
        ([NUMBER, TERM, Lowering("bo"), Lowering("cem")], Weight.TERM),
        ([NUMBER, Lowering("cem"), TERM, Lowering("dov")], Weight.TERM),
    ],
)
def test_people_raise_and_nobody_lowers_alone(
    opinions: list[Opinion | Lowering], weight: Weight
) -> None:
    assert class_of(Change(), opinions) == weight
