"""Addresses, hospitals and people that nobody declared, in English, Chinese and Turkish."""

import pytest

from claims.redaction import Party, redact
from tests.claims.test_marks import kinds

# What is planted in each, and the kind; the rest of the sentence is to stay.
FOUND = [
    ("address", "We lived at ", "221 Baker Road, Apt 5, Leeds", "."),
    ("address", "He sent it to ", "Flat 2, 9 Old Mill Lane", " last week."),
    ("address", "It is near ", "Cherry Tree Avenue", " and the park."),
    ("address", "We moved to ", "14 Hill St., Springfield, IL 62704", "."),
    ("address", "Her postcode is ", "M13 9PL", "."),
    ("address", "Write to ", "P.O. Box 4410", " please."),
    ("address", "我住在", "杭州市西湖区文三路90号东部软件园3号楼501室", "。"),
    ("address", "寄到", "翠苑小区12栋3单元402室", "。"),
    ("address", "他在", "中山北路20弄8号", "摔倒。"),
    ("address", "老家在", "河南省固始县李店乡张庄村", "。"),
    ("address", "邮寄地址：", "朝阳区建国路甲8号5层", "。"),
    ("address", "Evimiz ", "Lale Sokak No: 5 Daire: 7", " adresinde."),
    ("address", "Kaza ", "Atatürk Caddesi'nde", " oldu."),
    ("address", "Adres: ", "Barış Mah. 1453. Sk. No:8/3 Kat 2 Çankaya/Ankara", "."),
    ("address", "Annem ", "Yeşil Mahallesinde", " oturuyor."),
    ("address", "Ev ", "gül sokak no 12", " idi."),
    ("address", "Kargo ", "06420 Çankaya/Ankara", " için."),
    ("hospital", "She woke up in ", "Riverside Hospital", " at night."),
    ("hospital", "He went to the ", "Northgate Eye Clinic", "."),
    ("hospital", "Papers of ", "St. Anne's Medical Centre", " are missing."),
    ("hospital", "It was at the ", "University Hospital of Ostermark", "."),
    ("hospital", "We asked at ", "Greenfield hospital", " twice."),
    ("hospital", "后来转到", "河东区第三人民医院", "。"),
    ("hospital", "他去", "仁和诊所", "输液。"),
    ("hospital", "出院后住进", "夕阳红养老院", "。"),
    ("hospital", "Onu ", "Manisa Şehir Hastanesi'ne", " götürdük."),
    ("hospital", "Babam ", "Yıldız Tıp Merkezinde", " yattı."),
    ("hospital", "Annemi ", "Konya Eğitim ve Araştırma Hastanesi", " aradı."),
    ("person", "Then ", "Dr. Jane Whitcombe", " called."),
    ("person", "Then ", "Prof. Dr. K. van Houten", " called."),
    ("person", "I spoke to ", "Nurse Okafor", " about it."),
    ("person", "I spoke to ", "Mr and Mrs Bellamy", " about it."),
    ("person", "I spoke to ", "Mrs O'Hara", "'s lawyers."),
    ("person", "It is signed by ", "Ellen Marsh, MD", "."),
    ("person", "Everything was told by ", "Henry Castle", " that day."),
    ("person", "We met ", "Zhang Weimin", " there."),
    ("person", "昨天", "周医生", "查房。"),
    ("person", "手术由", "欧阳明教授", "主刀。"),
    ("person", "那是", "林小姐", "的车。"),
    ("person", "请", "吴丽华护士", "签字。"),
    ("person", "Raporu ", "Doç. Dr. Nalan Öztürk", " yazdı."),
    ("person", "Raporu ", "Uzm. Dr. Çetin'in", " asistanı yazdı."),
    ("person", "Bunu ", "Nurten Hanım'a", " söyledim."),
    ("person", "Bunu ", "Rıza Bey'in", " kardeşi gördü."),
    ("person", "Bunu ", "Mustafa Koç", " gördü."),
]
PARTLY = [
    ("person", "Her husband Peter Lund was there.", "Lund"),
    ("person", "My neighbour, Agnes, heard him.", "Agnes"),
    ("person", "Patient name: Ola Brandt", "Brandt"),
    ("person", "Komşumuz Tarkan duydu.", "Tarkan"),
    ("person", "Kızı Defne Aksoy'u aradık.", "Aksoy"),
    ("person", "邻居孙桂芳报了警。", "孙桂芳"),
    ("person", "患者姓名：乌日娜", "乌日娜"),
    ("person", "小刘也在场。", "小刘"),
    ("person", "保安张某某看见。", "张某某"),
]


@pytest.mark.parametrize(("kind", "before", "planted", "after"), FOUND)
def test_what_is_planted_goes_and_the_rest_stays(kind, before, planted, after):
    shown = redact(before + planted + after, ()).text
    assert shown == f"{before}[{kind}]{after}"
    assert kinds(before + planted + after) == [kind]


@pytest.mark.parametrize(("kind", "text", "name"), PARTLY)
def test_a_name_goes_with_the_word_that_gives_it_away(kind, text, name):
    assert name not in redact(text, ()).text
    assert kinds(text) == [kind]


HARMLESS = [
    "The hospital discharged him; the clinic was closed and no doctor came.",
    "Our hospital stay was long. A private hospital costs more. Emergency hospital care helped.",
    "The doctor said: Stage II, Child-Pugh B, Parkinson's disease, Hodgkin lymphoma.",
    "He was treated in the Intensive Care Unit. Doctors saw her in the Outpatient Clinic.",
    "My wife and my son were there. Her mother had cancer. The nurse said no.",
    "MR imaging and CT showed nothing. MS was ruled out. The patient, Monday, was better.",
    "On the road he fell. The square metre price. In a street nearby. This Way up.",
    "I will see him in March. Friend or not, he paid. The surgeon Then left.",
    "Aspirin 100 mg once a day; creatinine 1.2 mg/dL; 3 x 2 cm; 5 Gy in 5 fractions.",
    "主任医师查房，责任护士记录，家庭医生随访，值班医生处理。",
    "医生说病情稳定，护士每天换药，患者高血压十年，母亲曾患糖尿病。",
    "在当地医院治疗，后转上级医院，三甲医院确诊，去过两家医院。",
    "尿路感染，消化道出血，5号染色体，第3病区12床，3楼。",
    "由于主任不在，任何医生都可以签字。患者苏醒，孙女陪护。",
    "走路十分钟，一路平安，门诊3次，住院部5层。",
    "镇痛治疗2周，方案调整，金属支架一枚。",
    "Hasta iyileşti, doktor taburcu etti. Hastane çok kalabalıktı. Devlet hastanesine gitti.",
    "Beyin kanaması geçirdi. Akut Beyin Ödemi vardı. Üniversite Hastanesi istedi.",
    "Kardiyoloji Kliniği, Göz Polikliniği ve Acil Servis arandı.",
    "Sokakta düştü, cadde boyunca yürüdü. Mahalle sakindi.",
    "Eşi ve oğlu geldi. Annesi kanserdi. Komşu yardım etti.",
    "Günde 2 kez 500 mg, 3 ay boyunca; T2N0M0, evre II, 65 yaşında.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_sentences_stay(text):
    assert [flag.text for flag in redact(text, ()).flags] == []


def test_a_title_before_a_declared_name_goes_with_it():
    parties = (Party("Owen Hart", "the doctor"), Party("Hill Hospital", "the hospital"))
    text = "Doç. Dr. Hart and Hart Bey at Hill Hospital, not Dr. Anna Brown of Lake Hospital."
    assert redact(text, parties).text == (
        "The doctor and the doctor at the hospital, not [person] of [hospital]."
    )


@pytest.mark.parametrize(
    "part",
    [
        *(
            "A",
            "a ",
            "Aa ",
            "A. ",
            "Dr. ",
            "Dr. A",
            "St ",
            "12 Aa ",
            "1",
            "1 ",
            "1-",
            "1.",
            "1/",
            "+0",
        ),
        *(
            "王",
            "路",
            "1号",
            "市",
            "王路",
            "医",
            "人民",
            "十",
            "三月",
            "No: 1 ",
            "Sok. ",
            "Mah. Aa ",
            "Aa/",
        ),
        *(
            "Aa, ",
            "Aa-",
            "Aa'a",
            "ve ",
            "Ali ",
            "Ali Aa ",
            "van ",
            "file no ",
            "a.",
            "a@",
            "AB12 ",
            "de ",
        ),
        *("the ", "of ", "Hospital ", "Flat 1, ", "病历号", "\n", "' ", "qq", "李某", "\ufffc"),
    ],
)
def test_long_hostile_texts_are_read_soon(part):
    # A pattern that explodes takes hours here, and a good one a part of a second.
    redact(part * (6000 // len(part)), ())
