"""Words that two readers take in two ways, and sentences that hide who acts."""

import re
from collections.abc import Callable, Iterable, Iterator

from rules.lint.finding import Context, Hit
from rules.lint.quantity import S
from rules.text.reference import uses

OPEN_WORDS = (
    r"reasonabl[ey]|appropriate(?:ly)?|prompt(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|suitabl[ey]"
    r"|significant(?:ly)?|serious(?:ly)?|substantial(?:ly)?|timely|normally|usually|generally"
    r"|excessive(?:ly)?|undue|properly|as soon as (?:possible|practicable)|without (?:undue )?delay"
    r"|(?:if|where|when|as) (?:necessary|needed|required|possible)|in principle|best efforts"
    r"|from time to time|in a timely manner|special circumstances"
)
HAN_OPEN_WORDS = "合理|适当|及时|尽快|尽早|必要时|重大(?!疾病)|显著|原则上|酌情|特殊情况|一般情况下"
NEGATED = r"(?:not|never|no|nobody|none|nothing|neither|cannot)"
# Words that begin with "un" and deny nothing.
PLAIN_UN = r"un(?:til|der|less|ion|it|iform|ique|ivers)"
IRREGULAR = (
    "paid|made|given|told|held|kept|sent|shown|taken|done|drawn|known|written|put|left|set|heard"
    "|brought|chosen|borne|found|sworn|withdrawn|met|lent|spent|sold|bought|read|borne|undertaken"
)


def pattern(expression: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile `expression`, a single space standing for white space of any kind."""
    return re.compile(expression.replace(" ", S), flags)


AND_OR = pattern(r"\band/or\b|\bor/and\b|[和及与]/或|或/[和及与]")
SHALL = pattern(r"\bshall\b")
OPEN = pattern(rf"\b(?:{OPEN_WORDS})\b|{HAN_OPEN_WORDS}")
DEEMED = pattern(r"\b(?:(?:is|are|be|was|were) )?deem(?:s|ed)?\b|视为|视同")
RESPECTIVELY = pattern(r"\brespective(?:ly)?\b|分别")
AND_SO_ON = pattern(
    r"\betc\b\.?|\band so (?:on|forth)\b|\band the like\b|\binter alia\b|等等|等(?=[，。；）])"
)
DOUBLE_NEGATIVE = pattern(
    rf"\bnot (?!{PLAIN_UN})un[a-z]{{4,20}}\b|\b(?:not|never) (?:without|im[a-z]{{3,12}}ble)\b"
    rf"|\b{NEGATED}\b[^,.;:!?\n]{{1,60}}?\b(?:unless|except|fails? to|lacks?)\b"
    r"|\b(?:not|never|cannot) (?:[a-z]{1,20} ){0,2}?(?:not|never|nobody|none|nothing)\b"
    r"|\b(?:nobody|no one|none) (?:[a-z]{1,20} )?not\b"
    r"|不得不|不是不|并非不|无不|不无|没有不"
)
DUTY = (
    r"(?:\b(?:is|are) to be|\b(?:must|shall|should|will) be"
    r"|\b(?:has|have) to be|\bneeds? to be)"
)
PASSIVE = pattern(rf"{DUTY}(?: [a-z]{{2,15}}ly)? (?:[a-z]{{2,20}}ed|{IRREGULAR})\b")
RELATIVE = re.compile(r"\b(?:that|who|which|what)\s{1,3}\Z", re.IGNORECASE)
BY_WHOM = pattern(r"[^.;!?]{0,120}?\bby (?!then|that time|mail|post|e-?mail|lot|hand|\d)[a-z]")
MIXED_LIST = pattern(
    r"\band (?:[\w’'-]{1,30} ){1,4}?or\b"
    r"(?! (?:less|more|earlier|later|older|younger|after|before)\b)"
    r"|\bor (?!more |less |after |before |earlier |later |over )(?:[\w’'-]{1,30} ){1,4}?and\b"
    r"(?! including)"
)
PAIRED = pattern(r"\b(?:either|both|between|whether)\b")


def words(expression: re.Pattern[str]) -> Callable[[str, Context], Iterable[Hit]]:
    """Return a rule that points at each match of `expression`, save inside a defined term."""

    def find(text: str, context: Context) -> list[Hit]:
        hits = [Hit(*found.span()) for found in expression.finditer(text)]
        defined = uses(text, context.terms) if hits else []
        inside = {place for start, end, _term in defined for place in range(start, end)}
        return [hit for hit in hits if hit.start not in inside or hit.end - 1 not in inside]

    return find


def passive_without_actor(text: str, context: Context) -> Iterator[Hit]:
    """ "Must be submitted": by whom? "A claim that is to be paid" puts a duty on nobody."""
    for found in PASSIVE.finditer(text):
        before = text[max(0, found.start() - 10) : found.start()]
        if not RELATIVE.search(before) and not BY_WHOM.match(text, found.end()):
            yield Hit(found.start(), found.end())


def mixed_list(text: str, context: Context) -> Iterator[Hit]:
    """ "B and C or D": which two belong together? "Either" and "both" say so."""
    for found in MIXED_LIST.finditer(text):
        if not PAIRED.search(text[max(0, found.start() - 60) : found.end()]):
            yield Hit(found.start(), found.end())
