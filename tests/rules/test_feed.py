"""The feed: what RFC 4287 asks of it, and nothing in it that breaks a reader."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.exports.feed import Feed, FeedEntry, as_atom, marked
from rules.text.redline import redline

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://venire.example"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = Feed(URL, "/rules/revisions/feed.atom", "/rules/revisions/", "The rules", NOON)


def entry(name: str, updated: datetime = NOON, words: str = "Words.") -> FeedEntry:
    return FeedEntry(
        id=f"tag:venire.example,2026:{name}",
        title=f"Clause {name}",
        url=f"/rules/clauses/{name}",
        updated=updated,
        summary=words,
        html=f"<p>{words}</p>",
    )


def parsed(entries: Sequence[FeedEntry]) -> ET.Element:
    return ET.fromstring(as_atom(FEED, entries))


def links(element: ET.Element) -> dict[str | None, str | None]:
    return {one.get("rel"): one.get("href") for one in element.findall(f"{ATOM}link")}


def test_a_feed_and_its_entries_have_what_they_must_have() -> None:
    feed = parsed([entry("medication")])
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == f"{URL}/rules/revisions/feed.atom"
    assert feed.findtext(f"{ATOM}title") == "The rules"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-24T12:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The rules"
    assert links(feed) == {
        "self": f"{URL}/rules/revisions/feed.atom",
        "alternate": f"{URL}/rules/revisions/",
    }
    (one,) = feed.findall(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}id") == "tag:venire.example,2026:medication"
    assert one.findtext(f"{ATOM}title") == "Clause medication"
    assert one.findtext(f"{ATOM}updated") == "2026-11-24T12:00:00Z"
    assert links(one) == {"alternate": f"{URL}/rules/clauses/medication"}
    assert one.findtext(f"{ATOM}summary") == "Words."
    content = one.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", "<p>Words.</p>")


def test_a_feed_without_news_is_a_feed() -> None:
    assert parsed([]).findall(f"{ATOM}entry") == []


def test_the_newest_comes_first_and_of_two_at_once_the_order_is_fixed() -> None:
    held = [entry("b"), entry("old", NOON - timedelta(days=1)), entry("a")]
    for order in (held, held[::-1]):
        found = [one.findtext(f"{ATOM}title") for one in parsed(order).findall(f"{ATOM}entry")]
        assert found == ["Clause a", "Clause b", "Clause old"]


def test_a_moment_is_told_in_utc_and_one_without_a_zone_is_refused() -> None:
    there = timezone(timedelta(hours=8))
    (one,) = parsed([entry("a", datetime(2026, 11, 24, 3, tzinfo=there))]).findall(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}updated") == "2026-11-23T19:00:00Z"
    with pytest.raises(ValueError, match="zone"):
        as_atom(replace(FEED, updated=NOON.replace(tzinfo=None)), [])


def test_two_entries_never_share_an_id() -> None:
    with pytest.raises(ValueError, match="twice in the feed"):
        parsed([entry("a"), entry("a")])


@given(st.text(), st.text())
def test_any_words_come_through_but_for_what_xml_forbids(old: str, new: str) -> None:
    html = marked(redline(old, new))
    (one,) = parsed([entry("a", words=f"a{new}z"), entry("b")]).findall(f"{ATOM}entry")[:1]
    kept = "".join(
        sign
        for sign in new
        if sign in "\t\n\r"
        or (sign >= " " and sign < "\ufffe" and not "\ud800" <= sign <= "\udfff")
        or sign > "\uffff"
    )
    assert one.findtext(f"{ATOM}summary") == f"a{kept}z".replace("\r\n", "\n").replace("\r", "\n")
    assert "<script" not in html
    assert html.count("<ins>") == html.count("</ins>")


def test_a_redline_is_told_by_elements_and_its_words_are_escaped() -> None:
    assert marked(redline("pays 1 & more", "pays 2 & more")) == (
        "<p>pays <del>1</del><ins>2</ins> &amp; more</p>"
    )
    assert marked(redline("", "<b>")) == "<p><ins>&lt;b&gt;</ins></p>"
