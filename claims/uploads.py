"""What a claimant uploads: told by its content, refused where it may do harm, and stripped.

Nothing here opens a picture or a document: bytes are read, and what is not one whole PDF, JPEG or
PNG and nothing besides is refused with what to do instead. From pictures everything is taken out
that is not the picture: places, times, devices, small previews. A PDF's metadata is *not* stripped,
since no standard tool here can rewrite one, and so a PDF never leaves its claim: the officer and
the claimant read it, and jurors are never given a file.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from claims.formats import jpeg, pdf, png
from claims.formats.limits import more_than_one
from claims.papers import MOST_BYTES
from kernel.errors import N_, Malformed
from kernel.letters import is_unseen

LONGEST_LABEL = 100  # characters
UNNAMED = "paper"


class Kind(StrEnum):
    """What a file is, by its content; its value is the ending of its label."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"


MIME = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}


@dataclass(frozen=True)
class Judged:
    """A file that may be kept. label: what people see of its name; never part of a path."""

    kind: Kind
    data: bytes
    label: str


_HEAD = 2048  # bytes: as far as browsers look to guess what a file is
_PDF_HEAD = 1024  # bytes: as far as PDF readers look for their own header
_ZIP_TAIL = 22 + 65_535  # bytes: how far from its end a ZIP may say what is in it
_ZIP_END = b"PK\x05\x06"
_MARKUP = re.compile(rb"<(?:script|html|svg|iframe|body|!doctype)", re.IGNORECASE)
_ARCHIVE = N_(
    "This is an archive or a document of an office program. Open what is in it, save it as PDF,"
    " and send that."
)
_WEB = N_("This is a web page or a drawing. Print it to a PDF, and send that.")
_PICTURE = N_("This picture is in another format. Save it as JPEG or PNG, and send that.")
_PHOTO = N_(
    "This photograph is in the format HEIC. Set the camera to JPEG (on an iPhone: Settings, Camera,"
    " Formats, Most Compatible) and take it again, or save it as JPEG."
)
_PROGRAM = N_("This is a program, not a document. Send the document as PDF, JPEG or PNG.")
_OTHER = N_("Only PDF, JPEG and PNG are taken. Save the document as PDF, or photograph it.")
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1"})
_BY_BEGINNING: tuple[tuple[bytes, str], ...] = (
    (b"PK", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0", _ARCHIVE),
    (b"{\\rtf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"GIF8", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"#!", _PROGRAM),
)


def judge(data: bytes, name: str) -> Judged:
    """Return what an uploaded file is; raises Malformed, with what to do, for what is not taken.

    The name is never trusted and never a reason to refuse: it becomes a label, whose ending is
    that of the content. Of a JPEG, what a telephone wrote behind the picture is cut off.
    """
    if len(data) > MOST_BYTES:
        raise Malformed(
            N_(
                "This file is larger than %(most)s MB. Scan it at 300 dpi or less, or send its"
                " pages one by one."
            ),
            most=MOST_BYTES // 2**20,
        )
    if not data:
        raise Malformed(N_("This file is empty. Choose it again."))
    kind = _kind(data)
    if _MARKUP.search(data, 0, _HEAD) or _ZIP_END in data[-_ZIP_TAIL:]:
        raise more_than_one()
    if data.find(b"%PDF-", 1, _PDF_HEAD) >= 0:
        raise more_than_one()
    if kind is Kind.JPEG:
        data = jpeg.checked(data)
    else:
        (png if kind is Kind.PNG else pdf).check(data)
    return Judged(kind, data, label(name, kind))


def stripped(judged: Judged) -> bytes:
    """Return the file without what it tells besides the picture; a PDF is returned as it is.

    Of the metadata of a picture, resolution and which way up it is are kept. Doing it twice gives
    the same bytes.
    """
    strip = {Kind.JPEG: jpeg.stripped, Kind.PNG: png.stripped}.get(judged.kind)
    return strip(judged.data) if strip else judged.data


def label(name: str, kind: Kind) -> str:
    """Return a file's name as people see it: at most 100 characters, with the ending of `kind`.

    Without folders, without characters that nobody sees (among them those that turn the direction
    of writing, so that `gpj.exe` cannot pose as `exe.jpg`), and never beginning with a dot.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[-4 * LONGEST_LABEL :]))[-1]
    seen = "".join(" " if one.isspace() else one for one in last if one == "\t" or _is_seen(one))
    stem = " ".join(seen.split())
    endings = {f".{one}" for one in Kind} | {".jpeg"}
    stem = next((stem[: -len(end)] for end in endings if stem.lower().endswith(end)), stem)
    ending = f".{kind}"
    return (_bare(_bare(stem)[: LONGEST_LABEL - len(ending)]) or UNNAMED) + ending


def plain(label: str) -> str:
    """Return a label in the letters that every program can name a file by.

    The ending stays, and of what is written in none of them nothing but `paper`.
    """
    stem, _dot, ending = label.rpartition(".")
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return (_bare(re.sub(r"[^\w .-]", "", ascii_only)) or UNNAMED) + f".{ending}"


def _bare(stem: str) -> str:
    """Return a name without dots, blanks and accents of nothing around it."""
    stem = stem.strip(". ")
    while stem and unicodedata.category(stem[0])[0] == "M":
        stem = stem[1:].lstrip(". ")
    return stem


def _is_seen(character: str) -> bool:
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return unicodedata.category(character) not in unseen and not is_unseen(character)


def _kind(data: bytes) -> Kind:
    """Return what the content says it is; raises Malformed for anything else."""
    if pdf.HEAD.match(data):
        return Kind.PDF
    if data.startswith(jpeg.START):
        return Kind.JPEG
    if data.startswith(png.SIGNATURE):
        return Kind.PNG
    for beginning, message in _BY_BEGINNING:
        if data.startswith(beginning):
            raise Malformed(message)
    if data[4:8] == b"ftyp":
        raise Malformed(_PHOTO if data[8:12] in _HEIC else _PICTURE)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _MARKUP.search(head) or head.startswith((b"<?xml", b"<!--")):
        raise Malformed(_WEB)
    if data.find(b"%PDF-", 1, _PDF_HEAD) >= 0:
        raise more_than_one()
    raise Malformed(_OTHER)
