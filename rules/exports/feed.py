"""News as an Atom feed (RFC 4287), for those who would rather be told: of the book, of verdicts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rules.exports.markup import add, document
from rules.text.redline import Piece

NAMESPACE = "http://www.w3.org/2005/Atom"
ELEMENTS = {"same": "{}", "deleted": "<del>{}</del>", "inserted": "<ins>{}</ins>"}


@dataclass(frozen=True)
class FeedEntry:
    """One piece of news.

    id: a `tag:` URI or a `urn:`, which never changes. url: of the page about it, whole or from the
    root of the site. updated: a moment with its zone. summary: plain text. html: the same at
    length, as HTML; it is escaped into the feed, not read.
    """

    id: str
    title: str
    url: str
    updated: datetime
    summary: str
    html: str


@dataclass(frozen=True)
class Feed:
    """What a feed is, besides its entries.

    base_url: where people reach the site, without a slash at the end. path: of the feed, and page:
    of what it tells the news of; both from the root of the site. title: whoever speaks in it goes
    by the same name. updated: the moment of its last change.
    """

    base_url: str
    path: str
    page: str
    title: str
    updated: datetime


def as_atom(feed: Feed, entries: Sequence[FeedEntry]) -> str:
    """Return the feed, the newest entry first.

    Raises ValueError for an id that two entries share, and for a moment without a zone.
    """
    doubled = [name for name, count in Counter(entry.id for entry in entries).items() if count > 1]
    if doubled:
        raise ValueError(f"twice in the feed: {', '.join(sorted(doubled))}")
    root = ET.Element("feed", {"xmlns": NAMESPACE})
    here = f"{feed.base_url}{feed.path}"
    add(root, "id", here)
    add(root, "title", feed.title)
    add(root, "updated", _moment(feed.updated))
    add(root, "link", rel="self", type="application/atom+xml", href=here)
    add(root, "link", rel="alternate", type="text/html", href=f"{feed.base_url}{feed.page}")
    add(add(root, "author"), "name", feed.title)
    for entry in sorted(sorted(entries, key=_id), key=lambda one: one.updated, reverse=True):
        _write(add(root, "entry"), entry, feed.base_url)
    ET.indent(root)
    return document(root)


def marked(pieces: Sequence[Piece]) -> str:
    """Return a redline as the HTML of an entry: `del` and `ins` around what went and what came."""
    return "<p>" + "".join(ELEMENTS[one.kind].format(escape(one.text)) for one in pieces) + "</p>"


def _write(element: ET.Element, entry: FeedEntry, base_url: str) -> None:
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "updated", _moment(entry.updated))
    add(element, "link", rel="alternate", type="text/html", href=urljoin(f"{base_url}/", entry.url))
    add(element, "summary", entry.summary, type="text")
    add(element, "content", entry.html, type="html")


def _id(entry: FeedEntry) -> str:
    return entry.id


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
