"""What the rules of redaction find by themselves, in English, Chinese and Turkish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.marks import WORDS
from claims.marks.checksums import is_card, is_chinese, is_iban, is_turkish
from claims.redaction import PLAIN, redact
from claims.wording import FLAGS


def left(text: str) -> str:
    """Return the letters and digits of `text` that are not hidden."""
    pieces = redact(text, ()).pieces
    return "".join(piece.written for piece in pieces if piece.what == PLAIN).strip(
        " ,.，。：:、；;"
    )


def kinds(text: str) -> list[str]:
    return [flag.kind for flag in redact(text, ()).flags]


def test_every_kind_has_its_words():
    assert {*WORDS, "date", "name"} == set(FLAGS)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iban", "GB82 WEST 1234 5698 7654 32"),
        ("iban", "gb82-west-1234-5698-7654-32"),
        ("iban", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"),
        ("iban", "TR32 0010 0099 9990 1234 5678 90"),
        ("iban", "TR320010009999901234567891"),
        ("card", "4111.1111.1111.1111"),
        ("identity", "110105 19491231 002X"),
        ("identity", "130503670401001"),
        ("identity", "100 000 001 46"),
        ("identity", "E12345678"),
        ("identity", "AB 12 34 56 C"),
        ("phone", "+90 (532) 000 11 22"),
        ("phone", "0 (212) 000 11 22"),
        ("phone", "0532.000.11.22"),
        ("phone", "0086-138-0000-1111"),
        ("phone", "0571–88000000转8012"),
        ("phone", "400-000-1111"),
        ("phone", "一三八零零零零一一一一"),
        ("phone", "0532 000 11 22'den"),
        ("plate", "06BJK74"),
        ("plate", "粤B-D12345"),
        ("web", "smithfamily.example/garden?x=1"),
        ("web", "blog.aile-hikayesi.com.tr"),
        ("handle", "WeChat ID: little_fish"),
        ("handle", "微信号是xiaoyu"),
        ("handle", "Instagram: @kucuk.balik"),
        ("handle", "QQ 10000123"),
        ("reference", "file no. 4471/B"),
        ("reference", "Policy number: AB-2231"),
        ("reference", "MRN 004512"),
        ("reference", "病历号：B20391"),
        ("reference", "住院号 0038821"),
        ("reference", "dosya no: 2021/448"),
        ("reference", "Poliçe numarası 55-1203"),
        ("reference", "2021/448 sayılı"),
        ("date", "3 Mart 2021"),
        ("date", "3 Ağustos 2021'de"),
        ("date", "03.08.2021’de"),
        ("date", "2021年3月4日"),
        ("date", "2021 年 3 月 4 日至8日"),
        ("date", "二〇二一年十二月廿五日"),
        ("date", "三月四日"),
        ("date", "3月4号"),
        ("date", "4-Mar-2021"),
        ("date", "March 4th, 2021"),
    ],
)
def test_numbers_and_dates_are_found_whole(kind, text):
    assert left(f"... {text}, -") == "... , -".strip(" ,.")
    assert kinds(f"... {text}, -") == [kind]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3 Mart 2021", "March 2021"),
        ("二〇二一年十二月廿五日", "December 2021"),
        ("三月四日", "March"),
        ("13月40日", "[date]"),
    ],
)
def test_a_date_in_any_language_becomes_its_month(text, month):
    assert redact(f"x {text}", ()).text == f"x {month}"


def test_only_what_leads_to_somebody_goes_from_a_chinese_sentence():
    assert left("邮箱a.b@mail.example") == "邮箱"


@pytest.mark.parametrize(
    "text",
    [
        "from 2015-2016 to 2019",
        "120/80 135/90 110/70 mmHg",
        "glucose 5.6 7.8 9.1 and 10.2 mmol/L",
        "1.250.000 TL ödendi",
        "赔付 1 200 000 元",
        "10 MG 500 tablets, 18 FDG 370 MBq",
        "pT3 N1 M0, stage IIIB, BRCA1, HER2, CD20, Ki-67 30%",
        "WBC 11.2 x10^9/L, CRP 120 mg/L, B12 300 pg/mL",
        "12岁，5号染色体，第3次化疗，每日2次",
        "vitamin D 2000 IU, b.i.d./p.o., e.g. twice",
        "case 3 of 20; policy year 2; file a claim",
        "3 aydır günde 2 kez 500 mg",
        "上午8时至10时，住院12天",
        "whatsapp group, a line of text, in line 12",
    ],
)
def test_harmless_numbers_stay(text):
    assert kinds(text) == []


def test_known_numbers_check():
    assert is_card("4111 1111 1111 1111")
    assert is_iban("DE89 3704 0044 0532 0130 00")
    assert is_turkish("10000000146")
    assert is_chinese("11010519491231002x")
    assert is_chinese("130503670401001")
    assert not is_chinese("130503671301001"), "no thirteenth month"
    assert not is_chinese("110105194912310021")


@given(st.integers(1, 18), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place, more):
    def wrong(number: str) -> str:
        at = place % len(number)
        return number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]

    assert not is_card(wrong("4111111111111111"))
    assert not is_turkish(wrong("10000000146"))
    assert not is_iban(f"DE{wrong('89370400440532013000')}")


@given(st.text(max_size=40))
def test_any_text_may_be_checked(text):
    for check in (is_card, is_iban, is_turkish, is_chinese):
        assert check(text) in {True, False}
