"""The book as Akoma Ntoso 3.0, the XML in which parliaments and courts keep their acts.

A clause carries two ids. Its eId tells its place on the day (`sec_2__cl_2-3`), as the naming
convention of Akoma Ntoso has it; its wId is the id that it keeps for life (`cl_medication`).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from xml.etree import ElementTree as ET

from rules.book import Section
from rules.clause import ClauseVersion
from rules.exports.aknprose import Citations, write
from rules.exports.markup import add, document, plain
from rules.exports.readable import Shelves, numbers_on

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE = "https://venire.invalid/ns/rules"  # of the attributes that only the house knows
NOWHERE = "xx"  # ISO 3166 leaves it to users: a plan is no country
LANGUAGE = "eng"
RUNNING = {"p", "li", "num", "heading"}  # a line break inside them would be part of the words


def as_akoma_ntoso(
    shelves: Shelves, day: date, plan: str, base_url: str, begun: date | None = None
) -> str:
    """Return the clauses of `day` as an Akoma Ntoso 3.0 document.

    plan: its name. base_url: where people reach the book, without a slash at the end. begun: the
    first day on which the plan had rules; where it is not given, the first day of the clauses
    shown. It is part of the name of the work, so give it wherever it is known. A document is
    valid by the strict schema also when `shelves` is empty.
    """
    clauses = [clause for _, held in shelves for clause in held]
    first = begun or min((clause.in_force_from for clause in clauses), default=day)
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE, "xmlns:venire": OWN_NAMESPACE})
    act = add(root, "act", name="rule-book", contains="singleVersion")
    spans = {span: f"tmpg_{place}" for place, span in enumerate(_spans(clauses), start=1)}
    meta = add(act, "meta")
    _identification(meta, _work_uri(plan, first), first, day, f"{base_url}/rules/at/{day}")
    _times(meta, clauses, spans, first)
    references = add(meta, "references", source="#plan")
    add(references, "TLCOrganization", eId="plan", href=f"{base_url}/", showAs=plan)
    add(references, "TLCConcept", eId="in-force", href="/akn/ontology/in-force", showAs="in force")
    preface = add(act, "preface")
    add(add(preface, "p"), "docTitle", plan)
    add(preface, "p", f"Rules in force on {day.isoformat()}")
    _body(add(act, "body"), shelves, spans)
    _lay_out(root)
    return document(root)


Span = tuple[date, date | None]


def _spans(clauses: Sequence[ClauseVersion]) -> list[Span]:
    """Return the spans of days on which the clauses are in force, each once, the oldest first."""
    held = {(clause.in_force_from, clause.in_force_until) for clause in clauses}
    return sorted(held, key=lambda span: (span[0], span[1] or date.max))


def _work_uri(plan: str, begun: date) -> str:
    """Return the name of the work; a year without month and day is not let through."""
    actor = re.sub(r"[\W_]+", "-", plain(plan).casefold()).strip("-")
    if not actor[:1].isalpha():
        actor = f"plan-{actor}".strip("-")
    return f"/akn/{NOWHERE}/act/rules/{actor}/{begun.isoformat()}/rule-book"


def _identification(meta: ET.Element, work: str, begun: date, day: date, page: str) -> None:
    """Say what the work is, which of its expressions this is, and as what kind of file."""
    expression = f"{work}/{LANGUAGE}@{day.isoformat()}"
    levels = (
        ("FRBRWork", f"{work}/!main", work, begun, "in force from"),
        ("FRBRExpression", f"{expression}/!main", expression, day, "as in force on"),
        ("FRBRManifestation", f"{expression}/!main.xml", f"{expression}.xml", day, "as of"),
    )
    identification = add(meta, "identification", source="#plan")
    for level, this, uri, on, meaning in levels:
        element = add(identification, level)
        add(element, "FRBRthis", value=this)
        add(element, "FRBRuri", value=uri)
        if level == "FRBRExpression":
            add(element, "FRBRalias", value=page, name="page")
        add(element, "FRBRdate", date=on.isoformat(), name=meaning)
        add(element, "FRBRauthor", href="#plan")
        if level == "FRBRWork":
            add(element, "FRBRcountry", value=NOWHERE)
            add(element, "FRBRsubtype", value="rules")
            add(element, "FRBRnumber", value="rule-book")
        elif level == "FRBRExpression":
            add(element, "FRBRlanguage", language=LANGUAGE)
        else:
            add(element, "FRBRformat", value="application/akn+xml")


def _times(
    meta: ET.Element, clauses: Sequence[ClauseVersion], spans: Mapping[Span, str], begun: date
) -> None:
    """Name the days on which something came into force or ends, and the spans between them."""
    days = {begun, *(clause.in_force_from for clause in clauses)}
    days |= {clause.in_force_until for clause in clauses if clause.in_force_until}
    lifecycle = add(meta, "lifecycle", source="#plan")
    for one in sorted(days):
        kind = "generation" if one == begun else "amendment"
        add(lifecycle, "eventRef", eId=_event(one), date=str(one), source="#plan", type=kind)
    if not spans:
        return
    temporal = add(meta, "temporalData", source="#plan")
    for (start, until), name in spans.items():
        bounds = {"start": f"#{_event(start)}"}
        if until:
            bounds["end"] = f"#{_event(until)}"
        add(
            add(temporal, "temporalGroup", eId=name), "timeInterval", refersTo="#in-force", **bounds
        )


def _event(day: date) -> str:
    return f"eventRef_{day.isoformat()}"


def _body(body: ET.Element, shelves: Shelves, spans: Mapping[Span, str]) -> None:
    """Write sections and clauses; a body without any holds an empty section, as it must."""
    places = _places(shelves)
    citations = Citations(numbers_on(shelves), places)
    for section, clauses in shelves:
        around = add(body, "section", eId=_section(section), wId=f"sec_{section.id}")
        add(around, "num", str(section.position))
        add(around, "heading", section.title)
        for clause in clauses:
            element = add(around, "clause", eId=places[clause.clause_id])
            element.attrib |= {
                "wId": f"cl_{clause.clause_id}",
                "period": f"#{spans[clause.in_force_from, clause.in_force_until]}",
                "venire:ref": clause.ref,
                "venire:digest": clause.digest,
                "venire:governs-by": clause.governs_by.value,
            }
            add(element, "num", clause.number)
            add(element, "heading", clause.title)
            write(add(element, "content"), clause.text, citations)
    if not shelves:
        add(add(add(body, "section", eId="sec_1"), "content"), "p")


def _section(section: Section) -> str:
    return f"sec_{section.position}"


def _places(shelves: Shelves) -> dict[str, str]:
    """Return each clause's eId: by its number; where two share a number, by its id as well."""
    taken = Counter((section.id, clause.number) for section, held in shelves for clause in held)
    return {
        clause.clause_id: f"{_section(section)}__cl_{clause.number.replace('.', '-')}"
        + (f"-{clause.clause_id}" if taken[section.id, clause.number] > 1 else "")
        for section, held in shelves
        for clause in held
    }


def _lay_out(element: ET.Element, depth: int = 0) -> None:
    """Put each element on a line of its own, down to those that hold running words."""
    if element.tag in RUNNING or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        _lay_out(child, depth + 1)
        child.tail = inner
    element[-1].tail = inner[:-2]
