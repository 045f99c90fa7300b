"""Names that pages show whole although they are written in pieces, and other spellings of them."""

import pytest

from claims.folding import readings
from claims.names import same_name
from claims.redaction import Party, parse_parties, redact, with_claimant
from rules.text.prose import prose
from tests.claims.measuring import FILE, false_alarms
from tests.claims.test_marks import kinds

ŁUKASZ = Party("Łukasz Müller", "the claimant")
WEI = Party("张伟", "the driver")
MING = Party("陈小明", "the child")
CLARA = Party("Clara Kaya", "the neighbour")
NOOR = Party("Noor Haddad", "the daughter")
PARTIES = (ŁUKASZ, WEI, MING, CLARA, NOOR)
SØREN = Party("Søren Åse Ðorđe", "the uncle")


def shown(text, *parties):
    """Return what jurors read of a text, as their pages show it."""
    return prose(redact(text, parties or PARTIES).text).striptags()


@pytest.mark.parametrize(
    "written",
    [
        *("Cla`ra`", "*C*lara", "Cl**ar**a", "**Clara**", "Cla\\ra", "Cla\\*ra", "C*l*a*r*a"),
        *("Clara **Kaya**", "Cl**ara** K`ay`a", "_Clara_ Ka__ya__", "`C l a r a`"),
        *("Cla\nra", "Cla\\\nra", "Cla  \nra", "> Cla\n> ra", "Cla**\n**ra", "Clara Ka\nya"),
    ],
)
def test_a_name_goes_through_signs_that_pages_do_not_show(written):
    text = shown(f"Then {written} fell.").casefold()
    for part in ("cla", "ra", "kay", "ya"):
        assert part not in text.replace("claimant", "")
    assert "neighbour" in text
    assert text.endswith("fell.")


def test_numbers_and_people_are_found_through_signs_that_pages_do_not_show():
    text = shown(
        "I, No**or** Ha**ddad**, was treated by Dr. Ow**en** Ha**rt** in St. Ma**ry** "
        "Hos**pital**; call 0**5**32 123**4** 567."
    )
    for written in ("Noor", "Haddad", "Owen", "Hart", "Mary", "123"):
        assert written not in text
    assert "[phone number]" in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*See* **Clara** and `x`", "*See* **the neighbour** and `x`"),
        ("Kaya\nin hospital, and Kaya\nda", "The neighbour\nin hospital, and the neighbour\nda"),
        ("then 2 * 3 * 4 and 12 * 34 * 567 mm", "then 2 * 3 * 4 and 12 * 34 * 567 mm"),
        ("* one\n* two", "* one\n* two"),
    ],
)
def test_emphasis_and_lines_that_hide_nothing_stay(written, read):
    assert redact(written, PARTIES).text == read


@pytest.mark.parametrize(
    "written",
    [
        *("Lukasz Mueller", "Łukasz Müller", "LUKASZ MUELLER", "Lukasz Muller", "Herr Mueller"),
        *("Muellers", "Lukasz M.", "L. Mueller"),
    ],
)
def test_a_name_goes_in_the_spellings_of_other_keyboards(written):
    text = shown(f"I, {written}, fell ill.")
    assert "the claimant" in text
    assert "ue" not in text
    assert "uk" not in text


@pytest.mark.parametrize("declared", ["Mueller", "Müller", "Jürgen Müller", "Juergen Mueller"])
@pytest.mark.parametrize("written", ["Müller", "Mueller", "MÜLLER", "Muller"])
def test_it_does_not_matter_which_spelling_was_declared(declared, written):
    assert shown(f"ask {written} now", Party(declared, "the uncle")) == "ask the uncle now"


@pytest.mark.parametrize(
    "written", ["Soren Aase Dorde", "Søren", "SØREN", "Soeren", "Sören", "Đorđe", "Dorde", "Aase"]
)
def test_a_letter_with_a_stroke_is_the_one_without(written):
    assert shown(f"ask {written} now", SØREN) == "ask the uncle now"


@pytest.mark.parametrize(
    ("declared", "written"),
    [("Þór Ægisson", "Thor Aegisson"), ("Thor Aegisson", "ÞÓR ÆGISSON"), ("Jo Groß", "GROSS")],
)
def test_a_letter_that_stands_for_two_is_read_as_both(declared, written):
    assert shown(f"ask {written} now", Party(declared, "the uncle")) == "ask the uncle now"


def test_a_name_in_another_spelling_is_the_same_name():
    assert same_name("Łukasz Müller", "Lukasz Mueller")
    assert same_name("張偉", "张伟")
    assert not same_name("Lukasz Mueller", "Lukasz Miller")
    parties = with_claimant(parse_parties("Lukasz Mueller = the patient"), "Łukasz Müller")
    assert [one.role for one in parties] == ["the patient"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("張偉", "the driver"),
        ("張先生", "the driver"),
        ("張伟", "the driver"),
        ("陳小明", "the child"),
        ("陳 小 明", "the child"),
    ],
)
def test_a_chinese_name_goes_in_traditional_signs(written, read):
    assert shown(f"问{written}。") == f"问{read}。"
    assert shown("问陈小明。", Party("陳小明", "the child")) == "问the child。"


def test_people_and_hospitals_are_found_in_traditional_signs():
    assert kinds("請找張醫生。") == ["person"]


@pytest.mark.parametrize("written", ["ᴄʟᴀʀᴀ", "Cʟᴀʀᴀ Kᴀʏᴀ", "ᏟᏞᎪᎡᎪ", "ᏟlaᎡᎪ", "ꓚꓡꓮꓣꓮ", "ꮯꮮꭺꭱꭺ"])
def test_a_name_goes_in_small_capitals_and_scripts_that_look_like_latin(written):
    assert shown(f"ask {written} now") == "ask the neighbour now"


@pytest.mark.parametrize(
    "written", ["Whitсombe", "Bлake", "Ꮃhitcombe", "Рarker", "Pαρker", "Whit**с**ombe"]
)
def test_a_word_of_several_scripts_is_flagged(written):
    found = redact(f"ask {written} now", PARTIES)
    assert found.text == "ask [word in mixed letters] now"
    [flag] = found.flags
    assert (flag.kind, flag.text) == ("mixed", written)


@pytest.mark.parametrize(
    "text",
    [
        "TNF-α, NFκB, IFNγ, 250.000/µL, 5 µg, 3 Ωm, γGT, CT检查, X光, Москва и Αθήνα, カルテA",
        "Ｄｏｓｅ 𝐝𝐨𝐬𝐞 ﬁve",
    ],
)
def test_letters_of_medicine_and_of_whole_words_in_one_script_stay(text):
    assert redact(text, PARTIES).text == text


def test_harmless_sentences_lose_no_more_than_before():
    assert false_alarms() == ["Doktor Bey"]
    for one in FILE["harmless"]:
        assert redact(one["text"], PARTIES).text == redact(one["text"], ()).text


@pytest.mark.parametrize(
    "part",
    ["*a", "a*", "`", "\\", "_a_ ", "a\n", "a \n> ", "a\n\n", "Cla*\n", "*\n", "張", "ᴄ", "сa"],
)
def test_long_hostile_texts_are_read_soon(part):
    # A pattern that explodes takes hours here, and a good one a part of a second.
    text = part * (5000 // len(part))
    redact(text, PARTIES)
    assert sum(len(one.cased) for one in readings(text)) <= 4 * len(text)
