"""People whom nobody declared: by their title, by what they are to somebody, by a common name."""

import re

from claims.marks.given import GIVEN, NOT_NAMES, PINYIN, SYLLABLE
from claims.marks.rule import EDGE, END, HAN_ONE, NAMED, NO_LEADING, SUFFIX, UPPER, WORD, Rule, rule

PERSON = "person"
_INITIAL = rf"[{UPPER}]\.(?:[ \-]?[{UPPER}]\.)?"
_PARTICLE = r"(?:van|von|de|der|den|del|della|da|di|la|le|bin|ibn|al|el|ter|ten|dos|du|zu)"
_WORD = rf"(?:{WORD}|{NAMED}{{1,60}}+)"
_NAME = (
    rf"(?:(?:{_INITIAL}|{_PARTICLE})[ \-]?){{0,3}}{_WORD}"
    rf"(?:\s(?:(?:{_INITIAL}|{_PARTICLE})\s?){{0,3}}{_WORD}){{0,3}}"
)

_TITLE = (
    r"(?:(?:Drs?|DR|dr|Profs?|PROF|prof|Assoc|Asst|Mr|Mrs|Ms|MR(?=\.)|MRS|MS(?=\.)|mr|mrs|ms|Mx|Rev"
    r"|Capt|Sgt|Sr|Hon|Messrs|Mme|Doc|DOC|doc|Uzm|UZM|uzm|Op|OP|op|Yrd|YRD|Dt|Ecz|Fzt|Psk|Hems|Av"
    r"|AV|Sn|SN|Dyt|Muh)\.?"
    r"|Miss|Sir|Dame|Madam|Lady|Lord|Doctor|doctor|DOCTOR|Professor|professor|Nurse|nurse|NURSE"
    r"|Sister|Surgeon|surgeon|Consultant|consultant|Midwife|midwife|Matron|Judge|Officer|Inspector"
    r"|Father|Pastor|Imam|Aunt|Auntie|Uncle|Doktor|doktor|Doçent|Docent|Profesor|profesor"
    r"|Hemsire|hemsire|Ebe|ebe|Avukat|avukat|Sayin|sayin|SAYIN|Bay|Bayan|Uzman|Operator"
    r"|Dis Hekimi|Ogr\. ?Uyesi|Ogretmen|Komiser|Basasistan|Fizyoterapist|Psikolog|Diyetisyen)"
)
_AFTER_TR = (
    r"(?:(?:[Bb]ey|BEY)(?:e|i|den|le|ler|lere)?|(?:[Hh]anim|HANIM)(?:a|i|in|dan|la|lar)?"
    r"|(?:[Hh]oca|HOCA)(?:m|miz|ya|yi|nin|dan|yla)?|(?:[Tt]eyze|[Aa]mca|[Aa]bla)(?:m|y[ae]|nin)?"
    r"|[Aa]gabey(?:e|i|in)?|[Ee]fendi(?:ye|nin)?|[Hh]emsire(?:ye|nin)?)"
)
_DEGREE = (
    r"(?:(?:MD|PhD|RN|DDS|FRCS|FRCP|MRCP|MRCS|MBBS|MBChB|LLB|Esq|JD)(?![^\W_])"
    r"|M\.D\.|Ph\.D\.|R\.N\.)"
)

_KIN = (
    r"(?:neighbou?r|husband|wife|son|daughter|brother|sister|mother|father|mum|mom|dad|friend"
    r"|colleague|partner|fianc[e]{1,2}|boyfriend|girlfriend|aunt|uncle|cousin|nephew|niece|grandson"
    r"|granddaughter|grandmother|grandfather|grandma|grandpa|carer|caretaker|landlord|landlady"
    r"|boss|manager|employer|supervisor|teacher|classmate|roommate|flatmate|witness|midwife|dentist"
    r"|physiotherapist|psychologist|psychiatrist|therapist|surgeon|consultant|cardiologist"
    r"|neurologist|oncologist|gp|doctor|nurse|lawyer|solicitor|driver|paramedic|named|called|signed"
    r"|baby|twin|stepson|stepdaughter|godmother|guardian|in-law)"
)
_KIN_TR = (
    r"(?:komsu(?:m|muz|su|lari|lar|larimiz)?|es(?:i|im|imiz|iniz)|koca(?:m|si|niz)|kari(?:m|si)"
    r"|ogl(?:u|um|umuz|unuz|unun)|kiz(?:i|im|imiz|iniz|inin)|annem?(?:si|miz|niz)?"
    r"|babam?(?:si|miz|niz)?|ablam?(?:si|miz)?|abi(?:m|si)|agabey(?:i|im)|kardes(?:i|im|imiz|inin)"
    r"|arkadas(?:i|im|imiz|lari)|day(?:im|isi)|amca(?:m|si)|teyze(?:m|si)|hala(?:m|si)"
    r"|yenge(?:m|si)|dede(?:m|si)|nine(?:m|si)|torun(?:u|um|lari)|damad(?:i|im|imiz)|gelin(?:i|im|imiz)"
    r"|kuzen(?:i|im)|patron(?:u|um)|mudur(?:u|um|umuz)|isveren(?:i|im)|ogretmen(?:i|im)"
    r"|avukat(?:i|im|imiz)|doktor(?:u|um|umuz)|hekim(?:i|im|imiz)|hemsire(?:si|miz)?|sofor(?:u|um)?"
    r"|tanik|adli|isimli|bebe(?:gi|gim)|ikizi|nisanli(?:m|si)|vasi(?:si)?|ev sahib(?:i|im|imiz))"
)
_LABEL = (
    r"(?:(?:full |patient |first |last |family |given )?name|patient|claimant|insured|beneficiary"
    r"|next of kin|contact|witness|signed|signature|surname|attending|physician|surgeon|doctor"
    r"|ad[i]?(?: ?soyad[i]?)?|adi ve soyadi|isim|hasta(?: adi)?|yakini|imza|hekim|doktor|sigortali"
    r"|regards|sincerely|saygilarimla)"
)

_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|端木|夏侯|司徒|独孤|[王李张刘陈杨赵黄周吴徐孙朱马胡郭"
    "林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤何高于康尤施洪季柳温俞葛倪阎聂齐庞樊兰殷"
    "詹岳翁祝凌霍包柯阮柴蓝骆欧甘翟费路]"
)
# Signs with which many words begin are surnames only where a title follows.
_SURE = (
    "欧阳|司马|上官|诸葛|慕容|令狐|司徒|[王李张刘陈杨赵黄周吴徐孙朱胡郭林罗郑梁宋唐许韩冯邓曹彭肖田董袁潘蒋"
    "蔡杜程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟秦邱薛闫段侯陶黎郝龚邵钱覃戴莫孔阎聂庞殷]"
)
_WORDS_HAN = (
    "高级|高年|安排|周[一二三四五六日末围身期转岁]|白班|任何|马上|方[便案法面]|许[可多久]|黄[疸色染体]|孙[子女]"
    "|陈[旧述诉]|张[口力开嘴大贴]|苏醒|唐氏|陆续|范围|叶[酸子]|顾[虑及客]|金[属额黄]|石[膏头]|毛[细发病]|江[苏西]"
    "|程[度序]|田[间地]|董事|钱[款包]|丁[胺酮]|段时|胡[言乱子]|徐[徐州]|罗[音红]|林[可业]|余[下额]|夏[天季]"
    "|谢[谢绝]|曾[经在患有于]|何[时种况]|杜绝|严[重格]|温[度和]|石家|康复|向[上下前后我他她]|于[是今昨本当]"
    "|肖像|宋体|韩国|梁[上柱]|郑[重州]|魏晋|孔[径洞]|侯诊|钟[头表]|谭|莫[名非]|齐[全]|高[血热烧龄度危压]"
)
_TITLE_HAN = (
    "医生|大夫|医师|主任|教授|护士长?|护师|先生|女士|小姐|太太|夫人|院长|老师|律师|师傅|阿姨|叔叔|大爷|大妈|大哥"
    "|大姐|奶奶|爷爷|同志|药师|技师|博士|专家|科长|经理|所长|村长|警官|法官"
)
_KIN_HAN = (
    "邻居|丈夫|妻子|爱人|老公|老婆|儿子|女儿|哥哥|弟弟|姐姐|妹妹|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|同事"
    "|朋友|同学|室友|老板|房东|护工|保姆|司机|证人|叔叔|阿姨|舅舅|姑姑|表哥|表弟|表姐|表妹|堂哥|堂弟|侄子|侄女"
    "|孙子|孙女|女婿|儿媳|媳妇|嫂子|医生|大夫|医师|主任|教授|护士长?|名叫|叫做|姓名|名字[叫是]|律师|病友|患者|病人"
    "|工友|乘客|小孩|孩子"
)
# Signs that no given name ends with: what follows a name.
_FOLLOWS = (
    "说把在来去的是也和与及等将给看送打对为有到让从就又还都曾已于被向跟陪先后则之称告要会能可因"
)
_GIVEN_HAN = rf"(?:(?![{_FOLLOWS}]){HAN_ONE})"


def _names_somebody(match: re.Match[str]) -> bool:
    """Whether the first word is a name, and no house, no day and no kind of nurse."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", match.group("core").lower())
    return not words or not NOT_NAMES & {words[0], words[-1]}


def _has_no_word_before(match: re.Match[str]) -> bool:
    """Whether a Chinese surname is none that a word ends with (the 任 of 主任 and 责任)."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    return f"{before}{match.group()[0]}" not in {
        *(
            "主任",
            "责任",
            "由于",
            "对于",
            "关于",
            "至于",
            "等于",
            "位于",
            "属于",
            "善于",
            "基于",
            "终于",
        ),
        *(
            "任何",
            "如何",
            "为何",
            "有关",
            "提高",
            "升高",
            "增高",
            "偏高",
            "最高",
            "健康",
            "方向",
            "趋向",
        ),
        *(
            "担任",
            "信任",
            "就任",
            "历史",
            "病史",
            "既往史",
            "大方",
            "地方",
            "对方",
            "处方",
            "配方",
            "双方",
        ),
        *(
            "美金",
            "资金",
            "基金",
            "结石",
            "曾经",
            "不曾",
            "未曾",
            "体温",
            "低温",
            "高温",
            "过程",
            "病程",
        ),
        *(
            "疗程",
            "流程",
            "全程",
            "千万",
            "百万",
            "明白",
            "蛋白",
            "苍白",
            "小周",
            "上周",
            "下周",
            "一周",
        ),
        *("两周", "三周", "每周", "本周", "四周", "几周", "鼻黄", "阶段", "时段", "手段", "反应"),
    }


RULES: tuple[Rule, ...] = (
    rule(PERSON, rf"{EDGE}Drs\.? (?P<core>{_NAME} (?:and|&) {_NAME})", cased=True),
    rule(
        PERSON,
        rf"{EDGE}(?:{_TITLE}\s{{0,2}}(?:(?:and|&|ve) )?){{1,4}}(?<=[\s.])(?P<core>{_NAME})",
        _names_somebody,
        cased=True,
    ),
    rule(
        PERSON,
        rf"{EDGE}{NO_LEADING}(?P<core>{_NAME}) {_AFTER_TR}{END}{SUFFIX}",
        _names_somebody,
        cased=True,
    ),
    rule(PERSON, rf"{EDGE}{NO_LEADING}(?P<core>{_NAME}),? {_DEGREE}", _names_somebody, cased=True),
    rule(
        PERSON,
        rf"{EDGE}(?i:{_KIN}),? (?P<core>(?=[{UPPER}][^\W\dA-Z_]){_NAME})",
        _names_somebody,
        cased=True,
        bare=True,
    ),
    rule(
        PERSON,
        rf"{EDGE}(?i:{_KIN_TR}),? (?P<core>(?=[{UPPER}][^\W\dA-Z_]){_NAME})",
        _names_somebody,
        cased=True,
        bare=True,
    ),
    rule(
        PERSON,
        rf"{EDGE}(?i:{_LABEL})\s?[:,]\s{{0,2}}(?P<core>{_NAME})",
        _names_somebody,
        cased=True,
    ),
    rule(
        PERSON,
        rf"{EDGE}(?P<core>(?=[{UPPER}])(?i:{GIVEN})(?: {_INITIAL})?(?:[ \-]{WORD}){{1,3}})",
        _names_somebody,
        cased=True,
    ),
    rule(
        PERSON,
        rf"{EDGE}(?P<core>(?=[A-Z][a-z]{{1,6}} [A-Z][a-z])(?i:{PINYIN})"
        rf" (?i:{SYLLABLE}){{1,2}}){END}",
        cased=True,
    ),
    rule(
        PERSON,
        rf"(?P<core>(?!{_WORDS_HAN})(?:{_SURNAMES}){HAN_ONE}{{0,2}}?)(?:{_TITLE_HAN}){{1,2}}"
        rf"|(?P<core_2>(?:{_SURE}))某{{1,2}}",
        _has_no_word_before,
    ),
    rule(
        PERSON,
        rf"(?:{_KIN_HAN})[:：,，]?\s?(?P<core>(?!{_WORDS_HAN})(?:{_SURE}){_GIVEN_HAN}{{1,2}})",
    ),
    rule(
        PERSON,
        rf"(?:姓名|联系人|家属|患者|病人|签名|签字|申请人|被保险人|受益人)\s?[:：]\s?(?P<core>{HAN_ONE}{{2,4}})",
    ),
    rule(
        PERSON,
        r"(?<![大最较很更])(?P<core>[老小][王李张刘陈杨赵黄周吴徐孙朱郭林罗郑梁])(?![子女期围色])",
    ),
)
