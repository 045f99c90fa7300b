"""Where somebody lives: street addresses in English, Chinese and Turkish, and their postcodes."""

import re

from claims.marks.rule import EDGE, END, HAN_ONE, LEADING, NO_LEADING, SUFFIX, WORD, Rule, rule

ADDRESS = "address"
_STREETS = "Street|Road|Avenue|Lane|Boulevard|Crescent|Mews|Terrace|Square|Parade|Quay|Highway"
_WITH_NUMBER = (
    rf"{_STREETS}|St|Rd|Ave|Av|Ln|Dr|Drive|Court|Ct|Close|Way|Place|Pl|Sq|Ter|Blvd|Cres|Gardens"
    "|Grove|Hill|Row|Walk|Park|Rise|View|Green|Yard|Alley|Pkwy|Parkway|Hwy|Circle|Trail"
)
_INSIDE = (
    r"(?:[Ff]lat|[Aa]pt|[Aa]partment|[Uu]nit|[Ss]uite|[Rr]oom|[Rr]m|[Bb]lock|[Bb]uilding|[Bb]ldg"
    r"|[Hh]ouse|[Ff]loor|[Ss]taircase|[Ee]ntrance|#)\.?\s?(?:[Nn]o\.?\s?)?"
    r"(?:\d{1,5}[A-Za-z]?|[A-Z])"
    r"(?![^\W_])"
)
_FLOOR = (
    rf"(?:{_INSIDE}"
    r"|(?:\d{1,3}(?:st|nd|rd|th)|[Gg]round|[Tt]op|[Ff]irst|[Ss]econd|[Tt]hird) floor)"
)
_UK = r"[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    "|T[NX]|UT|V[AT]|W[AIVY]"
)
_ZIP = rf"(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?"
_POSTCODE = rf"(?:{_UK}|{_ZIP}|\d{{5,6}})(?![^\W_])"
_TOWN = rf"(?:, {WORD}(?: {WORD}){{0,2}}(?=[.,;:)\n]|$| (?:{_UK}|{_ZIP}|\d{{5,6}})))"
_HEAD = rf"(?:{_FLOOR},? ){{0,3}}"
_TAIL = rf"(?:,? {_FLOOR}|{_TOWN}|,? {_POSTCODE}){{0,5}}"
_NUMBER = r"(?:[Nn]o\.? ?|# ?)?\d{1,5}[A-Za-z]?(?:[/\-]\d{1,4}[A-Za-z]?)?,?"
# The provinces of Turkey, which stand after a district; folded.
_CITIES = (
    "adana|adiyaman|afyon(?:karahisar)?|agri|aksaray|amasya|ankara|antalya|ardahan|artvin|aydin"
    "|balikesir|bartin|batman|bayburt|bilecik|bingol|bitlis|bolu|burdur|bursa|canakkale|cankiri"
    "|corum|denizli|diyarbakir|duzce|edirne|elazig|erzincan|erzurum|eskisehir|gaziantep|giresun"
    "|gumushane|hakkari|hatay|igdir|isparta|istanbul|izmir|kahramanmaras|karabuk|karaman|kars"
    "|kastamonu|kayseri|kilis|kirikkale|kirklareli|kirsehir|kocaeli|konya|kutahya|malatya|manisa"
    "|mardin|mersin|mugla|mus|nevsehir|nigde|ordu|osmaniye|rize|sakarya|samsun|sanliurfa|siirt"
    "|sinop|sirnak|sivas|tekirdag|tokat|trabzon|tunceli|usak|van|yalova|yozgat|zonguldak"
)
_STREET_TR = (
    r"(?i:mahalle(?:si|m|miz)?|mah|mh|sokak|sokagi|sok|sk|cadde(?:si)?|cad|cd|bulvari|bulvar|bulv"
    r"|blv|apartmani|apartman|apt|ap|sitesi|site|bloklari|bloku|blok|konutlari|koyu|meydani|yolu"
    r"|beldesi|is hani|han|plaza)"
)
_END_TR = rf"(?:\.|(?i:n?d[ae](?:n|ki)?|t[ae](?:n|ki)?|n?[aei]|y[ae]|n?in)?{END}){SUFFIX}"
_NAME_TR = rf"(?:{NO_LEADING}{WORD}|\d{{1,5}}\.?)(?: (?:{WORD}|\d{{1,4}}\.?|(?i:ve))){{0,3}}"
_NO_TR = (
    r"(?i:no|numara|daire|kat|blok|kapi|ic kapi|d|k|posta kodu)\s?[.:]{0,2}\s?"
    rf"(?:\d{{1,5}}(?:\s?[/\-]\s?[A-Za-z0-9]{{1,4}}){{0,2}}[A-Za-z]?|[A-Z]){END}{SUFFIX}"
)
_FLOOR_TR = rf"\d{{1,3}}\.? ?(?i:kat|daire|blok)(?i:ta|da|in)?{END}"
_CITY_TR = rf"(?:(?:{WORD} ?[/,\-] ?){{0,2}}(?:{WORD} )?(?i:{_CITIES}){END}{SUFFIX})"
_UNIT_TR = rf"{_NAME_TR} {_STREET_TR}{_END_TR}"
_MORE_TR = (
    rf"(?:[\s,/;\-]{{1,3}}(?:{_UNIT_TR}|{_NO_TR}|{_FLOOR_TR}|\d{{5}} {WORD}(?:/{WORD})?|{_CITY_TR}"
    rf"|{WORD} ?/ ?{WORD})){{0,8}}"
)

# Chinese: signs that end what stands before a place, for nothing else parts the words.
_STOP = (
    "在到于住从往去来是的了我你他她它们和与及或对向把被让给说问找请为因由将就都也至"
    "转进家称叫该此这那有没"
)
_PLACE = f"(?:(?![{_STOP}]){HAN_ONE})"
_N = (
    r"(?:[甲乙丙丁]?\d{1,5}(?:\s?[\-之]\s?\d{1,5})?"
    r"|[一二三四五六七八九十百〇零甲乙丙丁A-Za-z]{1,5})\s?"
)
_AREA = (
    rf"(?>{_PLACE}{{1,7}}?(?:特别行政区|自治区|自治州|自治县|省|市|地区|区|县|旗|镇(?![痛静咳定])|乡"
    r"|街道|村|社区))"
)
_ROAD = rf"(?:{_PLACE}|\d){{1,8}}?(?:大道|大街|胡同|路|街|巷|弄|里|道)(?:[东西南北中]段)?"
_ESTATE = (
    rf"{_PLACE}{{1,8}}?(?:小区|花园|公寓|家园|新村|大厦|佳苑|苑|花苑|名城|广场|园区"
    "|软件园|产业园|科技园|工业园"
    "|家属院|宿舍|山庄|新城)"
)
_UNIT = rf"{_N}(?:号楼|号院|号|支?弄|栋|幢|座|单元|楼|层|室|户|组|队|门牌)"
_ROOM = rf"(?:{_N}(?:栋|幢|座|号楼|单元)\s?(?:{_UNIT}\s?|\d{{3,4}}){{1,3}})"
_REST = (
    rf"(?:[,，]?\s?(?:{_UNIT}|{_ESTATE}(?=\s?[\dA-Za-z一二三四五六七八九十])"
    r"|\d{3,4}(?!\d))){0,8}"
)


def _is_named(match: re.Match[str]) -> bool:
    """Whether the street has a name, and not only a word that begins a sentence."""
    return match.group("core").split()[0].lower() not in LEADING


RULES: tuple[Rule, ...] = (
    rule(
        ADDRESS,
        rf"{EDGE}{_HEAD}{_NUMBER} (?:{WORD} ){{1,4}}(?:{_WITH_NUMBER}){END}\.?{_TAIL}",
        cased=True,
    ),
    rule(
        ADDRESS,
        rf"{EDGE}{_HEAD}(?P<core>{WORD}(?: {WORD}){{0,3}}) (?:{_STREETS}){END}"
        rf"(?: [Nn]o\.? ?\d{{1,4}}| \d{{1,4}}{END})?{_TAIL}",
        _is_named,
        cased=True,
    ),
    rule(ADDRESS, rf"{EDGE}(?:{_UK}|{_ZIP}|P\.? ?O\.? [Bb]ox \d{{1,6}}){END}", cased=True),
    rule(ADDRESS, rf"(?:(?:post|zip) ?code|邮政编码|邮编|posta kodu)[ :]{{0,3}}\d{{5,6}}{END}"),
    rule(ADDRESS, rf"{EDGE}{_UNIT_TR}{_MORE_TR}", cased=True),
    rule(  # in small letters where a number follows
        ADDRESS,
        r"(?<![^\W_])(?:(?!ev |evim )[^\W\d_]{2,20} ){1,2}"
        r"(?:mah|mahallesi|sok|sokak|sokagi|cad|caddesi|bulvari)"
        rf"\.?,? ?(?:no|numara)\s?[.:]{{0,2}}\s?\d{{1,4}}(?:/\d{{1,4}})?{END}{SUFFIX}{_MORE_TR}",
    ),
    rule(ADDRESS, rf"{EDGE}\d{{5}} {WORD} ?/ ?{WORD}", cased=True),
    rule(
        ADDRESS,
        rf"{EDGE}{WORD} ?/ ?(?i:{_CITIES}){END}{SUFFIX}",
        cased=True,
    ),
    rule(ADDRESS, rf"(?:{_AREA}\s?){{1,5}}(?:{_ROAD}|{_ESTATE})\s?{_REST}"),
    rule(
        ADDRESS,
        rf"(?:{_ROAD}\s?{_UNIT}|{_ESTATE}\s?{_ROOM}|{_ESTATE}\s?{_N}(?:栋|幢|座|号)){_REST}",
    ),
    rule(ADDRESS, rf"(?:{_AREA}){{2,5}}\s?{_REST}"),
    rule(ADDRESS, rf"{_ROOM}"),
)
