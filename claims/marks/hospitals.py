"""Hospitals and clinics by name, declared or not."""

import re

from claims.marks.rule import EDGE, END, HAN_ONE, NO_LEADING, SUFFIX, WORD, Rule, rule

HOSPITAL = "hospital"
_HOUSES = (
    r"[Hh]ospitals?|HOSPITAL|[Cc]linics?|CLINIC|[Ii]nfirmary|[Hh]ospice|[Ss]anatorium"
    r"|[Pp]olyclinic|[Mm]edical [Cc]ent(?:er|re)|[Hh]ealth [Cc]ent(?:er|re)|[Mm]edical [Cc]ollege"
    r"|[Nn]ursing [Hh]ome|[Cc]are [Hh]ome|[Mm]edical [Pp]ractice"
    r"|[Ss]urgical [Cc]ent(?:er|re)|[Cc]ancer [Cc]ent(?:er|re)"
    r"|[Pp]harmacy|[Ss]urgery"
)
_BETWEEN = r"(?:(?<=Lady )of|(?<=Sisters )of|(?<=City )of|&|de|St\.|and(?= Child| Women))"
# Words that say what kind of house it is, and not which.
_KINDS = frozenset(
    """outpatient inpatient day night fever pain memory emergency eye dental medical surgical
    general university teaching community district county city regional military children's
    childrens women's maternity hospital clinic health care follow-up travel sleep stroke cardiac
    heart plastic bariatric spine spinal brain orthopaedic orthopedic elective open minor major
    national""".split()
)
_KINDS_TR = frozenset(
    """devlet ozel universite universitesi egitim arastirma ve sehir kadin dogum cocuk hastaliklari
    goz dis agiz sagligi tip fakultesi bir bu su o her en ilk ayni baska diger aile ilce il merkez
    kardiyoloji noroloji onkoloji ortopedi cerrahi cerrahisi genel ic dahiliye uroloji psikiyatri
    dermatoloji acil hastane yakin buyuk kucuk yerel tam gogus kalp damar beyin
    fizik tedavi rehabilitasyon""".split()
)
_HOUSES_TR = (
    r"(?i:hastane(?:si|m|miz|ler|leri)?|tip merkezi|saglik (?:ocagi|merkezi)|tip fakultesi"
    r"|aile sagligi merkezi|poliklinigi|klinigi|klinik|dispanseri|eczanesi|huzurevi|bakimevi"
    r"|muayenehanesi|dogumevi|sanatoryumu|goruntuleme merkezi|diyaliz merkezi)"
)
_END_TR = rf"(?i:n?d[ae](?:n|ki)?|n?[aei]|y[ae]|n?in|yl[ae]|d[ae])?{END}"
_SMALL_TR = (
    r"(?i:devlet|ozel|universitesi|egitim|ve|arastirma|sehir|kadin|dogum|cocuk|hastaliklari|tip"
    r"|fakultesi|goz|dis|merkez|gogus|kalp|onkoloji)"
)

_STOP = (
    "在到于住从往去来是的了我你他她它们及或对向把被让给说问找请为因由就也至转进称叫该此这那"
    "等每某另本送经"
)
_SIGN = rf"(?:[协仁共泰颐永安祥康]和|(?![{_STOP}和与]){HAN_ONE})"
_HOUSES_HAN = (
    "妇幼保健院|社区卫生服务中心|卫生服务中心|医学中心|医疗中心|康复中心|急救中心|体检中心|保健院|卫生院"
    "|卫生所|卫生室|卫生站|门诊部|诊所|疗养院|护理院|养老院|敬老院|中医院|医院|大药房"
)
_KINDS_HAN = re.compile(
    "(?:一|两|二|三|几|多|各|某|同|当|外|全|大|小|型|家|所|个|间|县|市|省|区|乡|镇|村|级|甲|等|公立"
    "|私立|私人|民营|社区|专科|综合|上级|下级|基层|定点|地方|当地|外地|本地|其他|其它|附近|互联网|口腔"
    "|就近|不同|医保|首诊|急诊|普通|正规|指定|合作|教学|妇产|儿童|肿瘤|精神|眼科|中|西|去过?|人民|后|前|"
    "患者|病人|家属|小区|再|又|先|只|看|进|出|入|离开|回|开|过|要|不|未|用|能|可|则|时|日|天|年|月|次|下|上|第)+"
)


def _trimmed(match: re.Match[str]) -> list[str]:
    return [word.lower().rstrip(".") for word in match.group("name").split()]


def _is_named(match: re.Match[str]) -> bool:
    return any(word not in _KINDS | {"of", "the", "and", "for", "&"} for word in _trimmed(match))


def _is_named_small(match: re.Match[str]) -> bool:
    """Whether a house in small letters has a name: one word that begins a sentence is none."""
    begins = not match.string[: match.start()].strip(" \"'“‘(") or bool(
        re.search(r"[.!?:\n]\s*$", match.string[: match.start()][-4:])
    )
    return _is_named(match) and (len(_trimmed(match)) > 1 or not begins)


def _is_named_turkish(match: re.Match[str]) -> bool:
    return any(word not in _KINDS_TR for word in _trimmed(match))


def _is_named_chinese(match: re.Match[str]) -> bool:
    return not _KINDS_HAN.fullmatch(match.group("name"))


RULES: tuple[Rule, ...] = (
    rule(
        HOSPITAL,
        rf"{EDGE}(?P<core>(?P<name>{NO_LEADING}(?:St\. )?{WORD}(?:['’]s)?"
        rf"(?: (?:{_BETWEEN} ){{0,2}}{WORD}(?:['’]s)?){{0,6}}?) (?=[A-Z])(?:{_HOUSES}){END}"
        rf"(?: (?:of|for|in) (?:the )?{WORD}(?: {WORD})?)?)",
        _is_named,
        cased=True,
    ),
    rule(
        HOSPITAL,
        rf"{EDGE}(?P<core>(?P<name>{NO_LEADING}(?:St\. )?{WORD}(?:['’]s)?"
        rf"(?: {WORD}(?:['’]s)?(?: general| university| county| district)?){{0,4}}?)"
        rf" (?=[a-z])(?!surgery|pharmacy)(?:{_HOUSES}){END})",
        _is_named_small,
        cased=True,
    ),
    rule(
        HOSPITAL,
        rf"{EDGE}(?P<core>(?:University |General )?(?:Hospital|Clinic|Infirmary) (?:of|for) "
        rf"(?:the )?(?P<name>{WORD}(?: {WORD}){{0,3}}))",
        _is_named,
        cased=True,
    ),
    rule(
        HOSPITAL,
        rf"{EDGE}(?P<core>(?P<name>{NO_LEADING}{WORD}(?: (?:{WORD}|{_SMALL_TR}{END})){{0,7}}?)"
        rf" {_HOUSES_TR})"
        rf"{_END_TR}{SUFFIX}",
        _is_named_turkish,
        cased=True,
    ),
    rule(
        HOSPITAL,
        rf"(?P<core>(?P<name>{_SIGN}{{1,16}}?)(?:{_HOUSES_HAN})(?:[东西南北本分新老]院区?|分院)?)",
        _is_named_chinese,
    ),
)
