"""Each rule of lint: wordings in which it must find something, and wordings in which it must not.

A wording that must be found names the words that the rule points at.
"""

import pytest

from rules.lint import RULES, Context, findings
from rules.text.reference import Term

LONG = "word " * 36
AROUND = Context(
    terms=(
        Term("member", ("members",), "members"),
        Term("serious illness", ("serious illnesses",), "illness"),
        Term("claimant", ("claimants",), "claims"),
        Term("poll", ("polls",), "voting"),
    ),
    clauses={
        "here": "See [[there]].",
        "there": "See [[far]].",
        "far": "See [[here]]: it takes 30 days, or 5,000 yuan.",
        "apart": "It cites nothing.",
    },
    numbers={"here": "1.1", "there": "1.2", "far": "1.3", "apart": "1.4"},
    clause_id="here",
)

FOUND: dict[str, list[tuple[str, str]]] = {
    "window-without-anchor": [
        ("No stay within the last two years.", "within the last two years"),
        ("No stay during the past 12 months.", "during the past 12 months"),
        ("It is answered within 10 days, and each side replies.", "within 10 days"),
        ("被保障人最近两年内没有住院。", "最近两年内"),
        ("近两年未住院。", "近两年"),
        ("计划应在10天内答复。", "10天内"),
    ],
    "open-duration": [
        ("Medication for 30 days bars joining.", "for 30 days"),
        ("Medication for thirty consecutive days bars it.", "for thirty consecutive days"),
        ("连续服药30天的，不得加入。", "30天"),
    ],
    "days-of-no-kind": [
        ("The plan answers within 10 days of it.", "10 days"),
        ("计划在收到后10天内答复。", "10天"),
    ],
    "date-without-year": [
        ("Joining ends on 31 October.", "31 October"),
        ("Joining ends on October 31.", "October 31"),
        ("5月1日起生效。", "5月1日"),
    ],
    "percent-without-base": [
        ("The fee is 8 percent.", "8 percent"),
        ("The fee is 8%.", "8%"),
        ("报销8%。", "8%"),
    ],
    "shall": [("The plan shall pay.", "shall")],
    "and-or": [("Members and/or parents ask.", "and/or"), ("成员和/或父母", "和/或")],
    "open-word": [
        ("Ask as soon as possible.", "as soon as possible"),
        ("Costs are reasonable.", "reasonable"),
        ("A serious injury counts.", "serious"),
        ("费用应合理。", "合理"),
    ],
    "double-negative": [
        ("It is not uncommon.", "not uncommon"),
        ("No claim is paid unless it is filed.", "No claim is paid unless"),
        ("Never without a reason.", "Never without"),
        ("不得不支付。", "不得不"),
    ],
    "passive-without-actor": [
        ("The papers must be submitted.", "must be submitted"),
        ("A claim is to be paid in time.", "is to be paid"),
        ("It has to be clearly shown.", "has to be clearly shown"),
    ],
    "deemed": [
        ("The claim is deemed filed.", "is deemed"),
        ("Deemed filed.", "Deemed"),
        ("视为已提交。", "视为"),
    ],
    "respectively": [("Day 7 and 21 respectively.", "respectively"), ("分别支付。", "分别")],
    "and-so-on": [("Cancer, stroke etc. count.", "etc."), ("癌症、中风等。", "等")],
    "mixed-list": [("It lists a, b and c or d.", "and c or")],
    "long-sentence": [(f"{LONG.strip()}.", f"{LONG.strip()}."), ("字" * 81, "字" * 81)],
    "unclear-start": [
        ("It is paid.", "It"),
        ("This applies to members.", "This"),
        ("其应当支付。", "其"),
    ],
    "undefined-term": [
        ("Then the Insured Person pays.", "Insured Person"),
        ("It is paid from the “Aid Fund”.", "Aid Fund"),
        ("When the Guardian asks, pay.", "Guardian"),
        ("由“互助金”支付。", "互助金"),
    ],
    "doubled-term": [
        ("“Member” means a person.", "Member"),
        ("“Fund” means one. “Fund” means two.", "Fund"),
        ("“基金”是指甲。“基金”是指乙。", "基金"),
    ],
    "unused-term": [("“Aid fund” means the money.", "Aid fund")],
    "two-names": [
        ("A juror sits. The panellist votes.", "panellist"),
        ("The applicant asks.", "applicant"),
        ("The voting window is long.", "voting window"),
        ("成员投票，会员不投票。", "会员"),
    ],
    "broken-reference": [
        ("See [[nowhere]].", "[[nowhere]]"),
        ("See [[Far Away]].", "[[Far Away]]"),
    ],
    "self-reference": [("See [[here]].", "[[here]]")],
    "circular-reference": [("See [[far]].", "[[far]]"), ("See [[there]].", "[[there]]")],
    "typed-reference": [
        ("See clause 3.1.", "clause 3.1"),
        ("Clause 3.1 of the book says so.", "Clause 3.1"),
        ("见第3.1条。", "第3.1条"),
        ("见第十条。", "第十条"),
    ],
    "mixed-scripts": [("A clаim.", "clаim"), ("The νalue.", "νalue")],
    "invisible-character": [("A\u200bclaim.", "\u200b"), ("A \u202eclaim.", "\u202e")],
    "spacing": [("A  claim.", "  "), ("A claim .", " "), ("Paid , or not.", " ")],
    "unbalanced": [("A (claim.", "("), ("A claim].", "]"), ('A "claim.', '"'), ("“甲", "“")],
    "rule-in-brackets": [
        ("Pay (unless it is late).", "(unless it is late)"),
        ("支付（逾期除外）。", "（逾期除外）"),
    ],
}

CLEAN: dict[str, list[str]] = {
    "window-without-anchor": [
        "No stay within the last two years before joining.",
        "Answer within 10 days of the statement.",
        "Once the claim is filed, the plan answers within 10 days.",
        "加入之日前两年内没有住院。",
        "自公示之日起三天内可以提出异议。",
        "在收到材料后10天内答复。",
        "接近两年。",
    ],
    "open-duration": [
        "Medication for more than 30 days bars it.",
        "A poll is open for 72 hours.",
        "Object for three days after publication.",
        "Ask for 30 days or more.",
        "Medication for 30 days passes. Exactly 30 days are allowed.",
        "连续服药超过30天。",
        "连续服药30天以上。",
    ],
    "days-of-no-kind": [
        "Answer within 10 working days.",
        "Answer within 10 days. Days are calendar days.",
        "A child is 30 days old.",
        "In 10个工作日内答复。",
        "Until 5月1日。",
    ],
    "date-without-year": [
        "From 31 October 2019 on.",
        "From October 31, 2019 on.",
        "It ends on 31 October of each year.",
        "Whoever joins on 31 October is in day 59 on 29 December.",
        "2019年5月1日起。",
        "每年5月1日。",
        "In May 30 members may ask.",
    ],
    "percent-without-base": ["It is 8 percent of the aid.", "费用是互助金的8%。"],
    "shall": ["A marshall must pay."],
    "and-or": ["Members or parents."],
    "open-word": ["A serious illness counts.", "It is unreasonable."],
    "double-negative": [
        "It is not under way.",
        "An illness that is not on the list is not covered.",
        "A poll is open, unless the file says otherwise.",
        "He may not ask until then.",
        "Not only that.",
    ],
    "passive-without-actor": [
        "The papers must be submitted to the plan by the claimant.",
        "A claim that is to be paid is made public.",
        "All answers must be right.",
        "The person to be covered asks.",
    ],
    "deemed": ["It is redeemed."],
    "respectively": ["Respect them."],
    "and-so-on": ["Fetch it.", "等待期为九十天。"],
    "mixed-list": [
        "Either a and b or c.",
        "It lists a, b and c.",
        "In one or more cases and so.",
        "It lists a or b, and c.",
    ],
    "long-sentence": [f"{'word ' * 34}word.", "字" * 80],
    "unclear-start": [
        "This plan pays.",
        "Those who ask are heard.",
        "Items are paid.",
        "其他成员。",
    ],
    "undefined-term": [
        "The member asks the plan in May.",
        "“Aid Fund” means money. The Aid Fund pays.",
        '"At most" and "from" include the number.',
        "The Chinese list, the WHO, the Member.",
    ],
    "doubled-term": [
        "“Fund” means money.",
        "“甲类”指定医院，“甲类”指定医生。",
        "The “member” asks.",
    ],
    "unused-term": ["“Aid fund” means money. The aid fund pays.", "A member asks."],
    "two-names": ["The claimant and the member ask.", "An applicable rule.", "The article."],
    "broken-reference": ["See [[there]] and [far]."],
    "self-reference": ["See [[there]]."],
    "circular-reference": ["See [[apart]], [[nowhere]] and [[here]]."],
    "typed-reference": [
        "See section 5 of the Civil Code.",
        "按《保险法》第十六条。",
        "Rule of 3.1.",
    ],
    "mixed-scripts": ["A型 claim, été, Москва, 5 μm.", "α and β."],
    "invisible-character": ["A claim\nand\ttwo."],
    "spacing": ["A claim.\n\nTwo.", "From .5 on.", "A claim, and."],
    "unbalanced": ['(a) [b] “c” "d" don\'t [[far]].', "a) First\nb) second", "（甲）「乙」"],
    "rule-in-brackets": ["Fen (the hundredth part of a yuan).", "They [may] ask."],
}

READINGS = [
    ("at least 30 days", "“at least 30 days”: day 30 is included."),
    ("at most 5,000 characters", "“at most 5,000 characters”: 5,000 is included."),
    ("more than 30 days", "“more than 30 days”: day 30 is not included, day 31 is."),
    (
        "more than 5,000 characters",
        "“more than 5,000 characters”: 5,000 is not included, 5,001 is.",
    ),
    ("over 55 mmHg", "“over 55 mmHg”: 55 is not included."),
    ("less than 30 days", "“less than 30 days”: day 30 is not included, day 29 is."),
    ("under 18 years", "“under 18 years”: 18 is not included."),
    ("under 18 may join", "“under 18”: 18 is not included."),
    ("not more than 3 seats", "“not more than 3 seats”: 3 is included."),
    ("exceeding 0.5 yuan", "“exceeding 0.5 yuan”: 0.5 is not included."),
    ("more than one half", "“more than one half”: one half is not included."),
    ("within 10 days", "“within 10 days”: day 10 is included."),
    ("up to 39 years", "“up to 39 years”: 39 is included."),
    ("18 years or older", "“18 years or older”: 18 is included."),
    ("on day 90 or earlier", "“on day 90 or earlier”: day 90 is included."),
    ("between 3 and 5 members", "“between 3 and 5 members”: 3 and 5 are both included."),
    ("from 40 to 59 years", "“from 40 to 59 years”: 40 and 59 are both included."),
    ("until 31 October 2019", "“until 31 October 2019”: that day is included."),
    ("after 1 May 2019", "“after 1 May 2019”: that day is not included."),
    ("30天以上", "“30天以上”: 30天 is included."),
    ("超过30天", "“超过30天”: 30天 is not included."),
    ("不超过5,000元", "“不超过5,000元”: 5,000元 is included."),
    ("不少于21票", "“不少于21票”: 21票 is included."),
    ("30天以内", "“30天以内”: 30天 is included."),
    ("未满18周岁", "“未满18周岁”: 18周岁 is not included."),
]


def test_each_rule_stands_in_both_tables() -> None:
    shown_apart = {"range-word", "stale-number"}
    assert set(FOUND) == set(CLEAN) == {rule.slug for rule in RULES} - shown_apart


@pytest.mark.parametrize(
    ("rule", "text", "quote"), [(rule, *one) for rule, held in FOUND.items() for one in held]
)
def test_it_is_found(rule: str, text: str, quote: str) -> None:
    assert quote in [found.quote for found in findings(text, AROUND) if found.rule == rule]


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in CLEAN.items() for text in texts]
)
def test_it_is_not_found(rule: str, text: str) -> None:
    assert [found.quote for found in findings(text, AROUND) if found.rule == rule] == []


@pytest.mark.parametrize(("text", "reading"), READINGS)
@pytest.mark.parametrize("around", ["{}", "It takes {}."])
def test_a_range_word_has_one_reading(text: str, reading: str, around: str) -> None:
    found = [one for one in findings(around.format(text)) if one.rule == "range-word"]
    assert [one.reading % one.values for one in found] == [reading]
    assert found[0].kind == "reading"


def stale(text: str, previous: str) -> list[tuple[str, str]]:
    context = Context(
        clauses=AROUND.clauses, numbers=AROUND.numbers, clause_id="here", previous=previous
    )
    found = [one for one in findings(text, context) if one.rule == "stale-number"]
    return [(one.quote, one.reading % one.values) for one in found]


def test_a_number_that_changed_here_still_stands_where_this_clause_is_cited() -> None:
    said = "Clause 1.3 cites this clause and still says “30 days”."
    assert stale("More than 60 days.", "More than 30 days.") == [("60 days", said)]
    assert stale("No limit.", "More than thirty days.") == [("No", said)]
    assert stale("More than 30 days.", "More than 30 days.") == []
    assert stale("More than 60 days.", "More than 45 days.") == []
    assert stale("More than 60 days.", "") == stale("", "More than 30 days.") == []


def test_a_circle_is_told_step_by_step() -> None:
    (found,) = [one for one in findings("See [[there]].", AROUND) if one.reading]
    said = "It leads back here: clause 1.2, clause 1.3, clause 1.1."
    assert found.reading % found.values == said
