"""Where days are counted from joining, no day without a year and no month is left over."""

from datetime import date

import pytest

from claims.redaction import redact

JOINED = date(2025, 10, 6)

DAYS = (
    """
10 November|November 12th|the 3rd of May|3rd of may|3/11|Nov 14|nov. 14|10 NOVEMBER
10-Nov|10th November|22 to 26 January|10 and 11 November|November 10-12|10–11 Nov
10 November '26|May 3|3 May|MAY 3|3 May'te|the twenty-first of June|May the third
the third of may|November the 3rd|11/3|31/12|03/11|25 / 12|１０ November
10 N o v e m b e r|10 **Nov**ember|10\u200b November|Nоvember 10|11月10日|11月10号|十一月十日
11 月 10 日|１１月１０日|11月10|11月10至12日|11月|六月份|十一月底|腊月|10 Kasım|10 KASIM|10 kasım
10 Kasım'da|10 Kasımda|3 Mayıs'tan|10-11 Kasım|10 ve 11 Kasım|Kasım 10|3 Ocak|3 mart
3/11'de|3.11 tarihinde|Haziranda|Haziran ayında|Ekim ayında|Mart'ta|HAZİRAN|November
june|Ekimde|ocak'ta|MART'TA|9.12 günü|on bir Kasım|Kasımın onunda
03.11|10.11'de|11/10号|11月份10号|Kasım ayının 10'unda|Nov-Dec|10nov26
腊月二十三|六月初三
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
CUED = [
    "on 3 may",
    "since may 3",
    "on 3/4",
    "on 03.11",
    "in May",
    "last March",
    "by Nov",
    "since Sept",
    "in march",
    "since may",
    "bu Mart",
    "in NOV",
    "since Ekim",
]
WITH_YEAR = [
    "June 2026",
    "june 2026",
    "JUNE, 2026",
    "Jun 2026",
    "May of 2026",
    "Jυne 2026",
    "06/2026",
    "2026-06",
    "2026.06",
    "Haziran 2026",
    "haziran 2026",
    "2026 Haziran",
    "2026 yılının Haziran ayı",
    "2026年6月",
    "2026年六月",
    "二〇二六年六月",
    "２０２６年６月份",
]


def shown(text: str) -> str:
    return redact(text, (), since=JOINED).text


@pytest.mark.parametrize("text", DAYS)
def test_a_day_without_a_year_and_a_month_are_flagged_and_told_as_nothing(text):
    found = redact(f"xx, {text}, xx", (), since=JOINED)
    assert found.text == "xx, [date], xx"
    [flag] = found.flags
    assert flag.kind == "date"


@pytest.mark.parametrize("text", CUED)
def test_what_may_be_a_word_is_a_date_after_a_word_of_time(text):
    assert shown(f"It hurt {text}, xx") == f"It hurt {text.split()[0]} [date], xx"


@pytest.mark.parametrize("text", WITH_YEAR)
def test_of_a_month_with_its_year_the_year_stays(text):
    found = redact(f"xx, {text}, xx", (), since=JOINED)
    assert found.text.replace("年", "") == "xx, 2026, xx"
    assert len(found.flags) == 1


def test_a_year_alone_stays():
    for text in ("in 2026", "2016-2018", "2026年", "2026'da", "2026 yılında"):
        assert shown(text) == redact(text, ()).text
        assert "2" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "3/11 of the members voted",
        "clause 3.11 says so",
        "based on 3.11 of the rules",
        "one in 3/4, power 4/5, pain 8/10, vision 6/12, 1/2 tablet",
        "blood pressure 120/80",
        "He may 3 times a day, and of the 12 may nine",
        "You may stay for 10 days; may I ask?",
        "He took 12. May I ask why?",
        "A walk, a march of 3 days, the march on foot",
        "They march 30 km",
        "a 3.11 mm cut, 0.5 of 3.25",
        "The first may not, the second may; he may second it. May first responders come?",
        "3/11 members, 2/14 lymph nodes, 7/11 nodes",
        "Clause 3 May be read; article 12 may be",
        "第3个月, 第三月, 一月内",
        "grade 3/7 and stage 1/3",
        "三个月后，3个月，12月龄，每月一次，1/2片",
        "geniş bir aralık, sıcak ocakta, 3 ekimlik tohum",
        "an augmented dose, a decent room, a novel drug, an octave",
        "from 5 to 10 days, ward 10-12",
    ],
)
def test_what_is_no_date_stays(text):
    assert shown(text) == redact(text, ()).text


def test_a_whole_date_is_still_counted_and_a_person_called_after_a_month_is_hidden_whole():
    assert shown("on 10 November 2026 it") == "on day 400 after joining it"
    assert shown("2026年11月10日") == "Day 400 after joining"
    assert shown("Ayşe Nisan Demir geldi") == redact("Ayşe Nisan Demir geldi", ()).text


def test_dates_in_a_row_are_each_hidden():
    written = "10 November, November 12th, the 3rd of May, Nov 14, in mid-May, June/July 2026"
    assert shown(written) == "[date], [date], [date], [date], in mid-[date], 2026"
    assert shown("从3/5到4/5，于3/4入院") == "从[date]到[date]，于[date]入院"
    assert shown("xx ocaktan beri") == "xx [date] beri"


def test_a_sentence_keeps_its_end():
    assert shown("They refused in March. It was 10 November.") == (
        "They refused in [date]. It was [date]."
    )


def test_where_dates_are_shown_months_stay():
    for text in ("from 22 to 26 January", "in October 2018"):
        assert redact(text, ()).text == text


def test_hostile_text_takes_no_long_time():
    for text in (
        "1, " * 1700,
        "10 and " * 800,
        "May " * 1300,
        "3/1" * 1700,
        "2026 " * 1000,
        "月" * 5000,
    ):
        shown(text)
