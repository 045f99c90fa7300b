"""Text that people write, as HTML that is safe to show.

A plain subset of Markdown: paragraphs, emphasis, lists, quotations, code. No links, images or
headings: a statement must not send jurors elsewhere, nor break the outline of the page around it.
The text of a clause has two kinds of links that its editors did not write as such: to the clauses
that it refers to, and to those that define its terms.
"""

import re
from collections.abc import Sequence
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from rules.clause import ClauseVersion
from rules.text.reference import REFERENCE, Term, uses

RULES = ("backticks", "blockquote", "emphasis", "escape", "list", "newline")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code"}
ATTRIBUTES = {"ol": {"start"}}  # "2019. …" at the head of a line must not turn into "1. …"

_markdown = MarkdownIt("zero", {"html": False}).enable(list(RULES))
_TAG = re.compile(r"(<[^>]+>)")
PARAGRAPHS = ("<p>", "<li>")


def prose(text: str | None) -> Markup:
    """Return `text` as safe HTML; HTML that stands in it is shown as text, not obeyed."""
    html = _markdown.render(text or "")
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES))


def clause_prose(version: ClauseVersion, pinned: str = "") -> Markup:
    """Return the text of a clause as safe HTML, its references and terms as links.

    A term is linked where a paragraph first uses it, and not in the clause that defines it.
    pinned: what the address of a clause ends in, so that the links of an old book stay in it:
    `/at/2019-05-01`.
    """
    foreign = [term for term in version.terms if term.clause_id != version.clause_id]
    free, made = foreign, []
    for part in _TAG.split(str(prose(version.text))):
        if part.startswith("<"):
            free = foreign if part in PARAGRAPHS else free
            made.append(part)
            continue
        part, free = _with_terms(part, free, pinned)
        made.append(REFERENCE.sub(lambda found: _reference(found["id"], version, pinned), part))
    return Markup("".join(made))


def _reference(clause_id: str, version: ClauseVersion, pinned: str) -> str:
    number = version.numbers.get(clause_id)
    if number is None:
        return "clause ?"
    where = escape(f"/rules/clauses/{clause_id}{pinned}")
    return f'<a href="{where}">clause {escape(number)}</a>'


def _with_terms(html: str, terms: Sequence[Term], pinned: str) -> tuple[str, list[Term]]:
    """Link each of the terms where it is first used; return the ones that are left as well."""
    text, left = unescape(html), list(terms)
    made, at = [], 0
    for start, end, term in uses(text, terms):
        if term in left:
            left.remove(term)
            where = escape(f"/rules/clauses/{term.clause_id}{pinned}")
            made.append(escape(text[at:start], quote=False))
            words = escape(text[start:end], quote=False)
            made.append(f'<a class="term" href="{where}">{words}</a>')
            at = end
    return "".join([*made, escape(text[at:], quote=False)]), left
