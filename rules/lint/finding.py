"""What lint says, and what it has to know: findings, the context of a text, the shape of a rule."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.text.reference import Term

Kind = Literal["doubt", "reading"]
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """A place in a wording that a rule points at.

    start, end: half-open characters; quote: the text between them. advice, reading: msgids whose
    `%(name)s` places `params` fill; the reading spells out how the words are read. kind: a doubt
    asks the editors; a reading asks nothing.
    """

    rule: str
    start: int
    end: int
    quote: str
    advice: str
    reading: str = ""
    params: Params = ()
    kind: Kind = "doubt"

    @property
    def waiver_key(self) -> str:
        """What a waiver names, in 16 hex digits: the rule and the words, wherever they stand.

        A waiver holds for one version of a text; who keeps it keeps the digest of that too.
        """
        named = f"{self.rule}\0{self.quote}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()[:16]

    @property
    def values(self) -> dict[str, str]:
        """The `params` as keywords for a translation; empty where there are none."""
        return dict(self.params)


@dataclass(frozen=True)
class Context:
    """What stands around a text.

    terms: all that are defined in the book. clauses: the texts in force by clause id. numbers:
    clause ids with their numbers. clause_id: the clause that the text is of. previous: the text
    before the change, empty where there is none.
    """

    terms: tuple[Term, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    clause_id: str = ""
    previous: str = ""

    @property
    def others(self) -> dict[str, str]:
        """The texts of all other clauses."""
        return {one: text for one, text in self.clauses.items() if one != self.clause_id}


@dataclass(frozen=True)
class Hit:
    """Where a rule points, and how it reads what stands there."""

    start: int
    end: int
    reading: str = ""
    params: Params = ()


@dataclass(frozen=True)
class Rule:
    """One question to a wording. find: takes a text and its context; advice: a msgid."""

    slug: str
    find: Callable[[str, Context], Iterable[Hit]]
    advice: str
    kind: Kind = "doubt"

    def findings(self, text: str, context: Context) -> list[Finding]:
        """Return what this rule finds in `text`."""
        return [
            Finding(
                self.slug,
                hit.start,
                hit.end,
                text[hit.start : hit.end],
                self.advice,
                hit.reading,
                hit.params,
                self.kind,
            )
            for hit in self.find(text, context)
        ]
