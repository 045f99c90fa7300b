"""What is planted in one claim, and where. Those on the claim must find it, and nobody else.

A canary is a name, a number or a hospital that stands in one place only, so that whoever hears it
tells where the leak is. Those on the claim are who the table of docs/audience.md says, by its row.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from claims.dates import in_words
from claims.filing import Named, PartyKind
from tests.claims.making import chunk, exif, jpeg, pdf, png, segment, stream

STORY = "the story, as filed"
NAMES = "names in the papers"
REASON, EARLIER = "reason of the decision", "reason of an earlier decision"
OWN, PLANS = "own statement of the claimant", "statement of the plan"
SUMMARY = "neutral summary"
FILE_NAMES = "papers handed in: their names"
IN_FILES = "papers handed in: what is in them"
OWN_FILE, PLANS_FILE = (
    "attachment of the claimant's statement",
    "attachment of the plan's statement",
)
PICTURE = "who and where stands in a picture's own data"

NAMED = (
    Named("Dr Anna Birchwald", PartyKind.DOCTOR),
    Named("Hillmoor Hospital", PartyKind.HOSPITAL),
    Named("山谷医院", PartyKind.HOSPITAL),
    Named("王小明", PartyKind.PERSON),
    Named("Yeşiltepe Hastanesi", PartyKind.HOSPITAL),
    Named("Mehmet Yılmazoğlu", PartyKind.DOCTOR),
    Named("Ottoline Fernsby", PartyKind.PERSON),
    Named("Brackenfell", PartyKind.PLACE),
)

# Where it is planted: which row of the table says who may find it, and what is planted there.
PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "filing: names": (NAMES, tuple(one.name for one in NAMED)),
    "filing: story": (
        STORY,
        (
            *("Dr Owen Thornbury", "Larchmoor Hospital", "桐花镇中心医院"),
            *("Zeytinlik Devlet Hastanesi", "138 0013 8000", "110105197704031239"),
            *("14 Hawthorn Lane", "storyteller@sorrelpost.example"),
        ),
    ),
    "filing: day of birth": ("day of birth", ("2019-05-04",)),
    "filing: a day that decides nothing": (STORY, ("2026-09-17",)),
    "decision: title": (REASON, ("E98765431",)),
    "decision: reason": (REASON, ("Prof. Lena Quillfeather", "+90 532 555 01 07")),
    "decision: earlier reason": (EARLIER, ("Dr Perpetua Nightjar", "+49 151 2345 6789")),
    "decision: despite": (
        "why the decision stands against the dates",
        ("Ambrose Nettlefold", "Dr Tansy Hollowell"),
    ),
    "dispute": ("why the decision is disputed", ("Mrs Featherstonehaugh",)),
    "extension": ("words of an extension", ("Hazel Cottonbrook",)),
    "statement of the claimant": (OWN, ("青禾妇幼保健院", "6222 0210 0199 1122 334")),
    "statement of the plan": (PLANS, ("Doç. Dr. Kerem Aydınlık", "34 ABC 123")),
    "reply of the claimant": (OWN, ("李文秀医生", "+44 7700 900123")),
    "reply of the plan": (PLANS, ("St Osyth Clinic", "MRN 55012987")),
    "text for jurors: summary": (SUMMARY, ("No. 27 Wenhua Road", "病历号 7712093")),
    "text for jurors: warning and question": (SUMMARY, ("10000000146", "P12345678")),
    "text for jurors: quiz": (SUMMARY, ("京A·88K23", "www.thornbury.example")),
    "remarks on the text": (
        "what the claimant finds wrong in the text",
        ("Ayşe Hanım", "Lale Sokak No: 5"),
    ),
    "told to officers of the text": (
        "what could give the claimant away, told to the officers",
        ("Isolde Mistlethorn", "Teasel Primary School"),
    ),
    "answer of an officer on the text": (
        "what an officer answers to that",
        ("Bertram Woodsorrel",),
    ),
    "remarks of the plan": (
        "what the plan says to that",
        ("Dr Barnaby Oxlipson", "+44 7700 900456"),
    ),
    "word of a juror": ("what a juror found in the file", ("Fenwick Larkinson",)),
    "objection": ("evidence of an objection", ("Tobias Merriwind",)),
    "objection: answer": ("answer to an objection", ("Linnet Oakshott",)),
    "appeal": ("why the plan appeals", ("Cordelia Ashgrove",)),
    "challenge of the claimant": (
        "whom the claimant challenges, and why",
        ("Rosalind Pimpernel", "A-PMPRNL77"),
    ),
    "challenge of the plan": ("whom the plan challenges, and why", ("Barnaby Tamarisk",)),
    "papers: file names": (FILE_NAMES, ("Quincemeadow", "Dr Pearmain", "苗青青")),
    "papers: PDF, information": (
        IN_FILES,
        ("Dr Sorrelgate", "Hornbeam Oncology", "Medlar, C.", "Scanner of Ward 7", "PQ-4471-2026"),
    ),
    "papers: PDF, XMP": (IN_FILES, ("Dr Crabtree-Hale", "uuid:5f3c-11ee-8c99")),
    "papers: PDF, page": (IN_FILES, ("Bed 12, Rowanhurst",)),
    "attachment of the claimant": (OWN_FILE, ("Sweetbriar", "Dr Whitebeam")),
    "attachment of the plan": (PLANS_FILE, ("Spindleberry", "Dr Wayfaring")),
    "papers: JPEG, Exif": (PICTURE, ("Ragwortham", "52.5163 N 13.3777 E")),
    "papers: JPEG, comment": (PICTURE, ("Dr Tormentil",)),
    "papers: JPEG, XMP": (PICTURE, ("Saxifrage Clinic",)),
    "papers: JPEG, Photoshop, profile, preview": (
        PICTURE,
        ("Toadflax Street", "Phone of Yarrow", "Betonyfield"),
    ),
    "papers: JPEG, behind the picture": (PICTURE, ("Samphire film",)),
    "papers: PNG, texts": (PICTURE, ("Dr Agrimony", "国槐医院", "Eskihisar Hastanesi")),
    "papers: PNG, Exif": (PICTURE, ("Burnetwort tablet",)),
}


WORDS_OF_ANYBODY = set("hospital clinic hastanesi devlet hanım street oncology".split())


@dataclass(frozen=True)
class Canary:
    """One: where it is planted, the row of the table that says who may find it, its words."""

    place: str
    row: str
    text: str

    @property
    def forms(self) -> tuple[str, ...]:
        """What gives it away: of a name the word that nobody else has, of a day every way to write
        it."""
        text = self.text.casefold()
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return text, in_words(date.fromisoformat(text)).casefold()
        if any(one.isdigit() for one in text):
            return (text,)
        return (max((one for one in text.split() if one not in WORDS_OF_ANYBODY), key=len),)

    def is_in(self, text: Container[str]) -> bool:
        """Whether one of its forms stands in a text, or in a set of words that were heard."""
        return any(form in text for form in self.forms)


CANARIES = tuple(Canary(place, row, one) for place, (row, all_) in PLACES.items() for one in all_)
# A word of each text that jurors read: here `redacted` in the table means that they do read it.
MARKS = {
    "who claims": "Zephyrine",
    "reason of the decision": "moorfrost",
    "own statement of the claimant": "larkspur",
    "statement of the plan": "quillwort",
    "neutral summary": "thistledown",
}
# Of the member: an admin sees who is a member; nobody but those on the claim sees whose it is.
MEMBER = ("Zephyrine", "Sorrelmill Lane", "Wolfsbane Works", "1977-04-03", "3 April 1977")


def said(place: str) -> str:
    """Return everything that is planted in a place, as a text says it."""
    return ", and ".join(PLACES[place][1])


def report() -> bytes:
    """Return a PDF with all that a PDF says of itself."""
    who, clinic, keywords, scanner, number = PLACES["papers: PDF, information"][1]
    info = f"/Author ({who}) /Title ({clinic}) /Keywords ({keywords}) /Creator ({scanner})"
    xmp = f"<x:xmpmeta>{said('papers: PDF, XMP')}</x:xmpmeta>".encode()
    return pdf(
        f"<< {info} /Subject ({number}) >>".encode(),
        stream(xmp, b"/Type /Metadata /Subtype /XML", filters=()),
        stream(f"BT ({said('papers: PDF, page')}) Tj ET".encode(), filters=()),
        trailer=b"/Info 4 0 R",
    )


def letter(who: str) -> bytes:
    """Return a PDF that says who wrote it."""
    return pdf(f"<< /Author ({who}) >>".encode(), trailer=b"/Info 4 0 R")


def photograph() -> bytes:
    """Return a JPEG with all that a telephone writes into one, and behind it."""
    street, phone, preview = (
        one.encode() for one in PLACES["papers: JPEG, Photoshop, profile, preview"][1]
    )
    notes = (
        exif(6, more=said("papers: JPEG, Exif").encode()),
        segment(0xFE, said("papers: JPEG, comment").encode()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + said("papers: JPEG, XMP").encode()),
        segment(0xED, b"Photoshop 3.0\0" + street),
        segment(0xE2, b"ICC_PROFILE\0" + phone),
        segment(0xE0, b"JFXX\0\x13" + preview),
    )
    film = b"\0\0\0\x18ftypmp42" + said("papers: JPEG, behind the picture").encode()
    return jpeg(*notes, tail=film)


def scan() -> bytes:
    """Return a PNG with texts in every kind of chunk that holds some."""
    plain, wide, packed = (one.encode() for one in PLACES["papers: PNG, texts"][1])
    return png(
        chunk(b"tEXt", b"Author\0" + plain),
        chunk(b"iTXt", b"Title\0\0\0\0\0" + wide),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(packed)),
        chunk(b"eXIf", exif(1, more=said("papers: PNG, Exif").encode())[10:]),
    )


def readable(data: bytes) -> str:
    """Return all that somebody with time reads in what they were sent, whatever it is packed in."""
    found = [data.decode(errors="replace")]
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found += [readable(parts.read(name)) for name in parts.namelist()]
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[start.start() :]).decode("latin-1"))
    text = html.unescape("\n".join(found))
    return re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), text).casefold()
