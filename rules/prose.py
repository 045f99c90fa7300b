"""Text that people write, as HTML that is safe to show.

A plain subset of Markdown: paragraphs, emphasis, lists, quotations, code. No links, images or
headings: a statement must not send jurors elsewhere, nor break the outline of the page around it.
"""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

RULES = ("backticks", "blockquote", "emphasis", "escape", "list", "newline")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code"}
ATTRIBUTES = {"ol": {"start"}}  # "2019. …" at the head of a line must not turn into "1. …"

_markdown = MarkdownIt("zero", {"html": False}).enable(list(RULES))


def prose(text: str | None) -> Markup:
    """Return `text` as safe HTML; HTML that stands in it is shown as text, not obeyed."""
    html = _markdown.render(text or "")
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES))
