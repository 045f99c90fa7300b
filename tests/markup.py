"""What every page must keep: checked on each page that any test fetches.

Strict HTML (html5lib), and rules of our own that no validator looks for.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
EMPTY = re.compile(r"^\s*$")


def parse(html: str) -> Element:
    """Return the tree of a whole page; raises AssertionError where the HTML is not well made."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree: Element = parser.parse(html)
    except ParseError as error:
        (line, _column), what, _values = parser.errors[-1]
        shown = html.splitlines()[max(0, line - 3) : line + 1]
        raise AssertionError(f"{what} near line {line}:\n" + "\n".join(shown)) from error
    return tree


def parse_fragment(html: str) -> Element:
    """Return the tree of a fragment; raises AssertionError where the HTML is not well made."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree: Element = parser.parseFragment(html, container="main")
    except ParseError as error:
        raise AssertionError(f"{parser.errors[-1]} in the fragment:\n{html}") from error
    return tree


def text_of(element: Element) -> str:
    """Return the words in an element, with white space made single."""
    return " ".join("".join(element.itertext()).split())


def elements(tree: Element, *names: str) -> Iterator[Element]:
    """Yield the elements with one of these names, in order; comments are none."""
    for element in tree.iter():
        if isinstance(element.tag, str) and (not names or element.tag in names):
            yield element


def flaws(tree: Element, whole: bool = True) -> list[str]:
    """Return what is wrong with a page (or with a fragment of one), in words."""
    found = [*_ids(tree), *_labels(tree), *_groups(tree), *_tables(tree), *_inline(tree)]
    found += [*_names(tree), *_focus(tree)]
    if whole:
        found += [*_headings(tree), *_head(tree), *_anchors(tree)]
    return found


def _ids(tree: Element) -> Iterator[str]:
    counted = Counter(e.get("id") for e in elements(tree) if e.get("id") is not None)
    for name, count in counted.items():
        if count > 1:
            yield f"the id {name!r} stands {count} times"
        if not name or re.search(r"\s", name):
            yield f"the id {name!r} is empty or holds white space"
    if not len(tree.findall(".//html")) and tree.tag != "html":
        return  # a fragment may point to what the page around it holds
    for element in elements(tree):
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"<{element.tag} {attribute}={name!r}> points to nothing"


def _labels(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in elements(tree, "label") if text_of(label)}
    inside = {id(e) for label in elements(tree, "label") if text_of(label) for e in label.iter()}
    for control in elements(tree, "input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED:
            continue
        if control.get("id") in labelled or id(control) in inside:
            continue
        if not (control.get("aria-label") or control.get("aria-labelledby")):
            yield f"<{control.tag} name={control.get('name')!r}> has no label"


def _groups(tree: Element) -> Iterator[str]:
    grouped = set()
    for fieldset in elements(tree, "fieldset"):
        radios = [e for e in elements(fieldset, "input") if e.get("type") == "radio"]
        grouped.update(id(radio) for radio in radios)
        first = next(iter(fieldset), None)
        if first is None or first.tag != "legend" or not text_of(first):
            yield "a fieldset does not begin with a legend"
    for control in elements(tree, "input"):
        if control.get("type") == "radio" and id(control) not in grouped:
            yield f"the radio {control.get('name')!r} is in no fieldset"


def _tables(tree: Element) -> Iterator[str]:
    for table in elements(tree, "table"):
        caption = next(elements(table, "caption"), None)
        if caption is None or not text_of(caption):
            yield "a table has no caption"
        heads = list(elements(table, "th"))
        if not heads:
            yield "a table has no th"
        for head in heads:
            if head.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"the th {text_of(head)!r} has no scope"


def _inline(tree: Element) -> Iterator[str]:
    """What the content security policy would block anyway, and script URLs."""
    for element in elements(tree):
        if element.tag == "style":
            yield "there is a <style>"
        if element.tag == "script" and not element.get("src"):
            yield "there is an inline <script>"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"<{element.tag}> has the attribute {name}"
            if value.strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {name}> is a script"


def _names(tree: Element) -> Iterator[str]:
    """Links and buttons must have a name to be called by, pictures a text."""
    for element in elements(tree, "a", "button", "summary"):
        pictures = [e.get("alt") for e in elements(element, "img")]
        named = text_of(element) or element.get("aria-label") or any(pictures)
        if not named:
            yield f"<{element.tag} {element.attrib}> has no words"
    for picture in elements(tree, "img"):
        if picture.get("alt") is None:
            yield f"<img src={picture.get('src')!r}> has no alt"


def _focus(tree: Element) -> Iterator[str]:
    """What takes the focus is what is read out: one thing, and nothing said twice."""
    told = [text_of(element) for element in elements(tree) if element.get("autofocus") is not None]
    if len(told) > 1:
        yield f"{len(told)} things want the focus: {told}"


def _headings(tree: Element) -> Iterator[str]:
    levels = [(int(e.tag[1]), text_of(e)) for e in elements(tree, "h1", "h2", "h3", "h4", "h5")]
    tops = [words for level, words in levels if level == 1]
    if len(tops) != 1 or not tops[0]:
        yield f"there must be one h1 with words, not {tops}"
    for (before, _), (level, words) in pairwise(levels):
        if level > before + 1:
            yield f"the heading {words!r} skips from h{before} to h{level}"


def _head(tree: Element) -> Iterator[str]:
    title = next(elements(tree, "title"), None)
    if title is None or EMPTY.match(text_of(title)):
        yield "there is no title"
    root = tree if tree.tag == "html" else next(elements(tree, "html"))
    if not root.get("lang"):
        yield "the page does not tell its language"
    if len(list(elements(tree, "main"))) != 1:
        yield "there must be one <main>"


def _anchors(tree: Element) -> Iterator[str]:
    ids = {e.get("id") for e in elements(tree)}
    for link in elements(tree, "a"):
        where = link.get("href")
        if where is None or where == "":
            yield f"the link {text_of(link)!r} leads nowhere"
        elif where.startswith("#") and where != "#top" and where[1:] not in ids:
            yield f"the link {text_of(link)!r} leads to {where}, which is not on the page"
