"""What every kind of XML asks for: no character that it forbids, and a line that says it is XML."""

import re
from xml.etree import ElementTree as ET

FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def plain(text: str) -> str:
    """Return `text` without what XML cannot hold: control characters, halves of characters.

    Line ends become line feeds, as they do when XML is read.
    """
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Put an element at the end of `parent` and return it; its words are made fit for XML."""
    held = {name: plain(value) for name, value in attributes.items()}
    element = ET.SubElement(parent, tag, held)
    element.text = plain(text) or None
    return element


def say(element: ET.Element, text: str) -> None:
    """Put `text` at the end of `element`, behind what it already holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + plain(text)
    else:
        element.text = (element.text or "") + plain(text)


def document(root: ET.Element) -> str:
    """Return the file whose outermost element is `root`; it is to be stored as UTF-8."""
    return DECLARATION + ET.tostring(root, encoding="unicode", short_empty_elements=True) + "\n"
