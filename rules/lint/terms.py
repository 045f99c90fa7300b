"""Defined words: used without a definition, defined twice, never used, or under another name."""

import re
from collections.abc import Iterator

from kernel.errors import N_
from rules.lint.finding import Context, Hit
from rules.text.reference import Term, uses

NAMED = r"[“\"「『](?P<name>[^“”\"「」『』\n]{1,60})[”\"」』]"
MEANS = (
    r"\s{0,3}(?:(?:each\s)?means?\b|refers?\sto\b|stands?\sfor\b|is\sdefined\b"
    r"|是指|系指|指的是|指(?!定))"
)
DEFINITION = re.compile(NAMED + MEANS, re.IGNORECASE)
QUOTED = re.compile(NAMED)
# What follows speaks of the words themselves, and so says what they mean.
SPOKEN_OF = re.compile(
    r"[^.。；;]{0,80}?\b(?:means?|includes?|excludes?|refers?|names?)\b|[^。；]{0,30}?(?:是指|系指|指|包括|不包括|含)",
    re.IGNORECASE,
)
TITLED = r"[A-Z][a-z]{1,30}"
CAPITAL = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ny|[Nn]o|[Ss]uch|[Aa]ll|[Tt]his|[Tt]hat|[Tt]hese)\s"
    rf"(?P<name>{TITLED}(?:\s{TITLED}){{0,4}})\b"
)
PHRASE = re.compile(rf"(?<=[a-z,;]\s)(?P<name>{TITLED}(?:\s{TITLED}){{1,4}})\b")
# Proper names, and the words that make one: they are written with a capital and defined nowhere.
PROPER = frozenset(
    "January February March April May June July August September October November December Monday"
    " Tuesday Wednesday Thursday Friday Saturday Sunday Chinese China English British European"
    " Internet Act Code Law Court Republic State Union Ministry Commission University Hospital"
    " Christmas Easter Beijing Hangzhou Shanghai".split()
)
# One thing under two names. The table is short on purpose: a pair stands in it only where nobody
# means two different things by it.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("claimant", "applicant"),
    ("member", "participant", "subscriber"),
    ("juror", "panellist", "panelist", "assessor"),
    ("poll", "vote window", "voting window", "voting period"),
    ("alternate", "substitute", "reserve juror"),
    ("clause", "article", "provision"),
    ("doctor", "physician"),
    ("illness", "sickness"),
    ("verdict", "judgment", "judgement"),
    ("成员", "会员"),
    ("申请人", "索赔人", "理赔申请人"),
    ("陪审员", "评审员", "审判员"),
    ("医生", "医师"),
    ("条款", "条文"),
)
ANOTHER_NAME = N_("“%(quote)s” and “%(other)s” seem to name one thing.")


def definitions(text: str) -> list[tuple[int, int, str]]:
    """Return the words that `text` itself defines (“X” means …), as (start, end, name)."""
    return [(m.start("name"), m.end("name"), m["name"]) for m in DEFINITION.finditer(text)]


def undefined_term(text: str, context: Context) -> Iterator[Hit]:
    """A word that looks like a term, in capitals or in quotation marks, and is defined nowhere."""
    here = tuple(Term(name, (), "") for _start, _end, name in definitions(text))
    known = uses(text, (*context.terms, *here))
    held = {place for start, end, _term in known for place in range(start, end)}
    seen: set[int] = set()
    for found in _looking_like_terms(text):
        start, end = found.span("name")
        if start in held or start in seen or PROPER & set(found["name"].split()):
            continue
        seen.update(range(start, end))
        yield Hit(start, end)


def _looking_like_terms(text: str) -> Iterator[re.Match[str]]:
    for found in QUOTED.finditer(text):
        name = found["name"]
        titled = all(word[:1].isupper() for word in name.split()) and not name.isupper()
        chinese = not name[0].isascii() and name[0].isalpha() and len(name) > 1
        if (titled or chinese) and not SPOKEN_OF.match(text, found.end()):
            yield found
    yield from CAPITAL.finditer(text)
    yield from PHRASE.finditer(text)


def doubled_term(text: str, context: Context) -> Iterator[Hit]:
    """A term that this text defines although it is defined already, here or in another clause."""
    elsewhere = {
        form.casefold()
        for term in context.terms
        if term.clause_id != context.clause_id
        for form in (term.name, *term.forms)
    }
    here: set[str] = set()
    for start, end, name in definitions(text):
        if name.casefold() in elsewhere | here:
            yield Hit(start, end)
        here.add(name.casefold())


def unused_term(text: str, context: Context) -> Iterator[Hit]:
    """A term that this clause defines and that neither it nor any other clause uses."""
    if not context.others:
        return
    own = {term.name: term for term in context.terms if term.clause_id == context.clause_id}
    for _start, _end, name in definitions(text):
        own.setdefault(name, Term(name, (), context.clause_id))
    for term in own.values():
        here = uses(text, (term,))
        used = len(here) > 1 or any(uses(other, (term,)) for other in context.others.values())
        if here and not used:
            yield Hit(*here[0][:2])


def two_names(text: str, context: Context) -> Iterator[Hit]:
    """One thing under two names: in one text, or here and where the term is defined."""
    defined = {form for term in context.terms for form in (term.name, *term.forms)}
    lowered = text.lower()
    for group in SYNONYMS:
        there = [name for name in group if name in lowered]
        kept = next((name for name in group if name in defined), None)
        if not there or (len(there) == 1 and (kept is None or kept in there)):
            continue
        named = uses(text, tuple(Term(name, (f"{name}s",), "") for name in group))
        for start, end, term in named:
            kept = kept or term.name
            if term.name != kept and term.name not in defined:
                said = (("quote", text[start:end]), ("other", kept))
                yield Hit(start, end, ANOTHER_NAME, said)
