"""The words of a clause as Akoma Ntoso: what `rules.text.prose` shows, in its elements."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from rules.exports.markup import add, plain, say
from rules.text.prose import prose
from rules.text.reference import REFERENCE, printed

ELEMENTS = {"p": "p", "ul": "ul", "ol": "ol", "em": "i", "strong": "b", "br": "br"}


@dataclass(frozen=True)
class Citations:
    """What a clause may cite: by clause id, its number and its eId."""

    numbers: Mapping[str, str]
    places: Mapping[str, str]


def write(content: ET.Element, text: str, citations: Citations) -> None:
    """Put the words of a clause into `content`.

    A citation becomes a `ref` to the clause that it names; of a clause that is not there, only
    the words are left. Quoted paragraphs carry the class `quotation`.
    """
    writer = _Writer(content, citations)
    writer.feed(str(prose(plain(text))))
    writer.close()
    if not len(content):
        add(content, "p")


class _Writer(HTMLParser):
    """Turns the few elements that prose may hold into those of Akoma Ntoso."""

    def __init__(self, content: ET.Element, citations: Citations) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [content]
        self.counts: list[int] = []  # of each list that is open, the number of its next item
        self.quoted = 0
        self.citations = citations

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.quoted += 1
            return
        if tag in {"ol", "ul"}:
            self.counts.append(int(dict(attrs).get("start") or 1))
        element = self._begun(tag)
        if tag != "br":
            self.open.append(element)

    def _begun(self, tag: str) -> ET.Element:
        around = self.open[-1]
        if tag == "li":
            number = self.counts[-1]
            self.counts[-1] += 1
            return add(around, "li", **({"value": str(number)} if around.tag == "ol" else {}))
        if tag == "p" and self.quoted:
            return add(around, "p", **{"class": "quotation"})
        if tag == "code":
            return add(around, "inline", name="code")
        return add(around, ELEMENTS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.quoted -= 1
        elif tag != "br":
            self.open.pop()
            if tag in {"ol", "ul"}:
                self.counts.pop()

    def handle_data(self, data: str) -> None:
        around = self.open[-1]
        done = 0
        for found in REFERENCE.finditer(data):
            say(around, data[done : found.start()])
            words = printed(found[0], self.citations.numbers)
            place = self.citations.places.get(found["id"])
            if place:
                add(around, "ref", words, href=f"#{place}")
            else:
                say(around, words)
            done = found.end()
        say(around, data[done:])
