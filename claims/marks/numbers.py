"""Numbers that lead to somebody: of people, cars, banks, telephones, files, and the net."""

import re

from claims.marks.checksums import is_card, is_chinese, is_iban, is_turkish
from claims.marks.rule import EDGE, END, SUFFIX, Rule, rule
from claims.names import HAN

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
# What may stand between two digits of one number, also over the end of a line.
_GAP = r"(?:[ ()\-./_]{0,4}|[ \-/_]{0,2}\n {0,3})"
_WORD = rf"[^\W{HAN}]"  # a letter or a digit, but no Chinese sign, which may stand right before
_SITES = (
    "com|net|org|edu|gov|mil|int|info|biz|io|co|me|cn|tr|uk|de|fr|ru|jp|eu|us|ca|au|tv|cc|app|dev"
    "|shop|online|site|xyz|club|health|clinic|hospital|example|test|top|link|page|blog"
)
_SERVICES = (
    "wechat|weixin|微信|微博|weibo|抖音|小红书|快手|支付宝|alipay|qq|whatsapp|telegram|instagram"
    "|insta|facebook|twitter|tiktok|skype|line|signal|kullanici adi|username|user name"
)
# What stands where a Turkish plate has its letters, and is a measure or a substance.
_MEASURES = r"(?:MG|ML|IU|MM|CM|CC|GY|FDG|KG|GR|MCG|DL|TL|EUR|USD|CNY|RMB|MHZ|HZ|KB|MB|AM|PM)"
_LETTERS = "[A-PR-VYZ]"

_LABELS = (
    "file|case|records?|policy|claim|chart|patient|hospital|admission|account|member(?:ship)?"
    "|passport|licen[cs]e|invoice|receipt|registration|insurance|mrn|nhs|ref(?:erence)?|serial|id"
    "|order|contract|certificate|report|sample|specimen|protocol|booking|ticket|social security"
)
_LABELS_HAN = (
    "病历|住院|门诊|病案|档案|就诊卡?|诊疗卡?|医保卡?|社保卡?|保单|保险单|护照|学籍?|工|合同|案件?"
    "|发票|登记|报告|检查|检验|标本|样本|影像|病理|订单|账户?|帐户?|卡|证件?|会员|理赔|驾驶证|军官证"
)
_LABELS_TR = (
    "dosya|protokol|hasta|police|kayit|sicil|pasaport|ruhsat|basvuru|fatura|evrak|esas|karar"
    "|musteri|uye|uyelik|hesap|rapor|barkod|kimlik|belge|sigorta|sgk|vergi|makbuz|ehliyet|hasar"
)
_CODE = r"(?=[a-z/\-]{0,8}\d)[a-z0-9](?:[a-z0-9]|[/.\-](?=[a-z0-9])){2,30}"
_SIGN = r"\s?[:#.]{0,2}\s?"


def _is_number_of_somebody(match: re.Match[str]) -> bool:
    """Whether a row of digits is no range of years, no amount of money, no row of results."""
    written = match.group().strip(" .-/(+)")
    if re.fullmatch(r"(?:19|20)\d\d\s?[\-/.]\s?(?:19|20)\d\d", written):
        return False
    if re.fullmatch(r"\d{2,3}/\d{2,3}(?:[ \-]{1,2}\d{2,3}/\d{2,3})+", written):
        return False  # pressures of blood
    if re.fullmatch(r"\d{1,3}\.\d{1,2}(?:(?: | ?[\-/] ?)\d{1,3}\.\d{1,2})+", written):
        return False  # results with their decimals
    if re.fullmatch(r"\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*(?:[.,]\d{2})?", written):
        return not _is_money(match)
    return True


def _is_money(match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    coin = r"(?:yuan|元|tl\b|lira|₺|€|\$|£|¥|eur|usd|cny|rmb|dollar|euro|pound|人民币)"
    after = re.match(rf"\s?(?:万\s?)?{coin}", text[end : end + 12], re.IGNORECASE)
    before = re.search(rf"{coin}\s?$", text[max(0, start - 8) : start], re.IGNORECASE)
    return bool(after or before)


# Before a name is looked for: what is written with an at sign, a scheme or a service.
NET: tuple[Rule, ...] = (
    rule(
        "email",
        rf"(?:(?<![^\W{HAN}])(?<![.+\-])|(?<=[{HAN}]))(?:{_WORD}|[.+\-]){{1,64}}+"
        rf"@(?:{_WORD}|-){{1,63}}(?:\.(?:{_WORD}|-){{1,63}}){{1,8}}{SUFFIX}",
    ),
    rule("web", r"(?:https?://|www\.)[^\s<>\"，。]+"),
    rule(
        "web",
        rf"(?<![\w.@\-])(?:[a-z0-9\-]{{1,40}}\.){{1,4}}(?:{_SITES})(?![\w\-])(?:\.[a-z]{{2}}\b)?"
        rf"(?:/[^\s<>\"，。、；）)]{{0,200}})?{SUFFIX}",
    ),
    rule(
        "handle",
        r"(?<![\w.])@[\w.]{2,40}\w"
        rf"|(?<![a-z])(?:{_SERVICES})(?:\s?(?:id|号|名|账号|帐号|hesabi|name|account)\s?[:=]?"
        r"|\s?[:=]|(?=\s?[\w\-]{0,40}[\d_]))\s?(?:是|为|is)?\s?@?"
        rf"(?={_WORD}|[.\-])(?:{_WORD}|[.\-]){{3,40}}",
    ),
)

# What has a label or a check digit comes first: what is left of it no later rule takes for another.
NUMBERS: tuple[Rule, ...] = (
    rule(
        "iban",
        r"(?<![a-z0-9])[a-z]{2}\d{2}(?:[ .\-]?[a-z0-9]){11,30}(?![a-z0-9])",
        lambda match: is_iban(match.group()),
    ),
    rule(  # letters stand in the code of the bank or beside a digit: a word after it is no part
        "iban",
        rf"(?<![a-z0-9])[a-z]{{2}}\d{{2}}(?:{_GAP}[a-z]{{4}})?(?:{_GAP}[a-z]{{0,3}}\d){{8,26}}"
        r"[a-z]{0,3}(?![a-z0-9])",
        lambda match: is_iban(match.group()),
    ),
    rule(  # a slip of the pen does not make an account nobody's
        "iban",
        r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:(?: ?[A-Z]{4})? ?\d{4}(?: \d{4}){2,6}(?: \d{1,3})?"
        r"|\d{12,26})(?![A-Z0-9])",
        cased=True,
    ),
    rule(
        "identity",
        rf"(?<![\da-z])\d(?:{_GAP}\d){{16}}{_GAP}[\dx](?![\da-z])",
        lambda match: is_chinese(re.sub(r"[\W_]", "", match.group())),
    ),
    rule("identity", r"(?<!\d)(?:\d{17}[\dx]|\d{15}|\d{3}-\d{2}-\d{4})(?![\dx])"),
    rule(
        "identity",
        rf"(?<!\d)[1-9](?:{_GAP}\d){{10}}(?!\d){SUFFIX}",
        lambda match: is_turkish(re.sub(r"\D", "", match.group())),
    ),
    rule(
        "identity",
        rf"{EDGE}(?:[EGDSP][A-Z]?\d{{8}}|[A-Z]\d{{7}}\([0-9A]\)"
        rf"|(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{{2}}(?:{_GAP}\d\d){{3}}{_GAP}[A-D]){END}",
        cased=True,
    ),
    rule(
        "card",
        rf"(?<!\d)\d(?:{_GAP}\d){{12,18}}(?!\d)",
        lambda match: is_card(match.group()) and _is_number_of_somebody(match),
    ),
    rule(
        "reference",
        rf"(?<![a-z])(?:{_LABELS})\s?(?:card\s?)?(?:no\.?|nr\.?|numbers?|id|code|#|:)"
        rf"{_SIGN}(?:is\s|was\s)?\(?{_CODE}{SUFFIX}"
        rf"|(?<![a-z])(?:mrn|ref)\.?{_SIGN}{_CODE}"
        rf"|(?:{_LABELS_HAN})(?:编号|号码?|id|no\.?){_SIGN}(?:是|为)?\s?{_CODE}"
        rf"|(?<![a-z])(?:{_LABELS_TR})[a-z]{{0,4}}\s(?:no['’]?su|no|numara[a-z]{{0,6}}|nr)"
        rf"{_SIGN}(?:olan\s)?{_CODE}{SUFFIX}"
        rf"|(?<![a-z0-9]){_CODE}\s(?:numarali|no['’]?lu|sayili)(?![a-z])",
    ),
    rule(
        "plate",
        rf"[{PROVINCES}]\s?[A-Z]\s?[·・.\-]?\s?(?=[A-Z]{{0,3}}\d)[A-Z0-9]{{5,6}}(?![A-Z0-9])"
        rf"|{EDGE}(?:0[1-9]|[1-7]\d|8[01])\s?(?!{_MEASURES}\b)"
        rf"(?:{_LETTERS}\s?\d{{4,5}}|{_LETTERS}{{2}}\s?\d{{3,4}}|{_LETTERS}{{3}}\s?\d{{2,3}}){END}"
        rf"|{EDGE}\d{{2}} (?!{_MEASURES}\b)[A-Z]{{1,3}} \d{{2,5}}{END}"
        rf"|{EDGE}[A-Z]{{2}}\d{{2}}\s?[A-Z]{{3}}{END}"
        rf"|{EDGE}[A-Z]{{1,3}}[\s\-]\d{{3,4}}[\s\-]?(?!{_MEASURES}\b)[A-Z]{{1,2}}{END}",
        cased=True,
    ),
    rule("phone", rf"(?:\+\s?|(?<!\d)00)[1-9](?:{_GAP}\d){{8,12}}(?!\d)"),
    rule("card", r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)"),
    rule(
        "phone",
        rf"\+?(?<!\d)\d(?:{_GAP}\d){{6,}}(?!\d)"
        rf"(?:\s?(?:转|ext\.?|extension|dahili)\s?\d{{1,6}})?{SUFFIX}",
        _is_number_of_somebody,
    ),
    rule(
        "reference",
        r"(?:\bno\.?|\bnr\.?|\bnumber|号码?|编号)\s?[:#]?\s?(?=[a-z\-]{0,12}\d)[a-z0-9\-]{5,}",
    ),
)
