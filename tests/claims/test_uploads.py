"""What is uploaded is told by its content, refused where it may do harm, and stripped."""

import re
import struct
import tracemalloc
import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.formats import exif as exif_data
from claims.papers import MOST_BYTES
from claims.uploads import LONGEST_LABEL, Kind, judge, label, plain, stripped
from kernel.errors import Malformed
from kernel.letters import is_unseen
from tests.claims.making import chunk, exif, jpeg, pdf, png, refused, segment

GOOD = {Kind.PDF: pdf(), Kind.JPEG: jpeg(), Kind.PNG: png()}
ZIP = b"PK\x05\x06" + bytes(18)
SECRET = b"Kim Lee, 52.5163 N 13.3777 E"


@pytest.mark.parametrize("kind", Kind)
def test_a_file_is_what_its_content_says(kind):
    judged = judge(GOOD[kind], "report.exe")
    assert (judged.kind, judged.data) == (kind, GOOD[kind])
    assert judged.label == f"report.exe.{kind}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear officer, I was ill.", "Only PDF, JPEG and PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "web page"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "web page"),
        (b"  <!DOCTYPE html><p>", "web page"),
        (b"<ScRiPt>alert(1)</ScRiPt>", "web page"),
        (b"PK\x03\x04" + bytes(40) + ZIP, "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "archive"),
        (b"GIF89a\1\0\1\0\0\0\0;", "another format"),
        (b"GIF89a/*<script>*/", "another format"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "another format"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"MZ\x90\0" + bytes(100), "program"),
        (b"\x7fELF" + bytes(100), "program"),
        (b"#!/bin/sh\nexit\n", "program"),
        (bytes(100), "Only PDF, JPEG and PNG"),
        (b"%PDF-9.9\n%%EOF", "Only PDF, JPEG and PNG"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(data, words):
    refused(data, words)


class Unread(bytes):
    """A hundred megabytes that nobody may look at."""

    def __len__(self):
        return 100 * 2**20

    def _read(self, *_):
        raise AssertionError("it was read before its length was judged")

    __getitem__ = __iter__ = __contains__ = find = rfind = startswith = _read


def test_what_is_too_large_is_refused_unread():
    refused(Unread(), "larger than 10 MB")
    refused(bytes(MOST_BYTES + 1), "larger than 10 MB")


@pytest.mark.parametrize("kind", Kind)
def test_a_file_that_carries_another_is_refused(kind):
    data = GOOD[kind]
    besides = "something else"
    refused(data + b"<script>alert(1)</script>", besides)
    refused(data + b"PK\x03\x04" + ZIP, besides)
    refused(data + b"\nx", besides)
    other = GOOD[Kind.PNG if kind is Kind.PDF else Kind.PDF]
    refused(data + other, "")
    with pytest.raises(Malformed):
        judge(b"\n" + data, "scan")


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\0\0" + pdf(),
        b"GIF89a" + pdf(),
        b"\xef\xbb\xbf" + pdf(),
        pdf(b"(" + ZIP + b")"),
        pdf(catalog=b"/Title (<script>alert\\(1\\)</script>)"),
        jpeg(segment(0xFE, b"%PDF-1.7 ...")),
        jpeg(segment(0xFE, b"<html><script>")),
        jpeg(segment(0xFE, ZIP)),
        png(chunk(b"tEXt", b"Comment\0<ScRiPt src=x>")),
        png(chunk(b"tEXt", b"Comment\0%PDF-1.7")),
        png(chunk(b"zzZz", ZIP)),
    ],
)
def test_a_file_that_is_two_kinds_at_once_is_refused(data):
    with pytest.raises(Malformed):
        judge(data, "scan")


@pytest.mark.parametrize("kind", Kind)
@given(st.data())
def test_a_file_that_breaks_off_is_refused(kind, data):
    whole = GOOD[kind].rstrip()
    refused(whole[: data.draw(st.integers(0, len(whole) - 1))], "")


@given(st.sampled_from(Kind), st.data())
def test_whatever_is_changed_nothing_but_a_refusal_is_raised(kind, data):
    bent = bytearray(GOOD[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        bent[data.draw(st.integers(0, len(bent) - 1))] = data.draw(st.integers(0, 255))
    try:
        judged = judge(bytes(bent), "scan")
    except Malformed:
        return
    assert stripped(judge(stripped(judged), "scan")) == stripped(judged)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG"]))
def test_of_noise_nothing_but_a_refusal_is_raised(noise, beginning):
    with pytest.raises(Malformed):
        judge(beginning + noise, "scan")


# ---- names


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("scan.pdf", "scan.pdf"),
        ("Scan.PDF", "Scan.pdf"),
        ("photo.jpeg", "photo.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("/", "paper.pdf"),
        ("..", "paper.pdf"),
        (".pdf", "paper.pdf"),
        ("", "paper.pdf"),
        ("a\0b\r\nc: d.pdf", "abc: d.pdf"),
        ("exe\u202efdp.scr", "exefdp.scr.pdf"),
        ("  two   words\u3000here .pdf", "two words here.pdf"),
        ("诊断 报告.pdf", "诊断 报告.pdf"),
        ("x" * 500, "x" * 96 + ".pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("no ending", "no ending.pdf"),
        ("😀😀.pdf", "😀😀.pdf"),
        ("👍🏽", "👍🏽.pdf"),
        ("❤\ufe0f.jpg", "❤.pdf"),
        ("......", "paper.pdf"),
        ("../../..", "paper.pdf"),
        ("../../😀.pdf", "😀.pdf"),
        ("\u200f\u202e\u2067\u200b", "paper.pdf"),
        ("\u200fتقرير.pdf", "تقرير.pdf"),
        ("\u3164\u2800\ufe0f.pdf", "paper.pdf"),
        ("\u0301\u0302.pdf", "paper.pdf"),
        ("\u0301e.pdf", "e.pdf"),
        ("... - .pdf", "-.pdf"),
    ],
)
def test_a_name_becomes_a_label(name, seen):
    assert label(name, Kind.PDF) == seen


@pytest.mark.parametrize(
    ("seen", "plainly"),
    [
        ("scan 1_b-2.pdf", "scan 1_b-2.pdf"),
        ("abc: d.pdf", "abc d.pdf"),
        ('a"b;c.pdf', "abc.pdf"),
        ("Befund Grün.pdf", "Befund Grun.pdf"),
        ("诊断 报告.pdf", "paper.pdf"),
        ("😀.jpg", "paper.jpg"),
        ("诊断.报告.png", "paper.png"),
    ],
)
def test_programs_that_know_ascii_alone_are_given_a_name_too(seen, plainly):
    assert plain(seen) == plainly


@given(st.text(), st.sampled_from(Kind))
def test_no_label_is_a_path_or_hides_anything(name, kind):
    made = label(name, kind)
    assert 0 < len(made) <= LONGEST_LABEL
    assert made.endswith(f".{kind}")
    assert not set(made) & set("/\\")
    assert not made.startswith((".", " "))
    assert all(unicodedata.category(one)[0] not in "C" and not is_unseen(one) for one in made)
    assert re.fullmatch(rf"[A-Za-z0-9_-]([A-Za-z0-9 ._-]*[A-Za-z0-9_-])?\.{kind}", plain(made))
    assert label(made, kind) == made


# ---- JPEG


def test_nothing_of_a_photograph_is_left_but_the_picture():
    notes = (
        segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\1\1" + b"\x01\x02\x03"),
        segment(0xE0, b"JFXX\0\x13" + SECRET),
        exif(1, more=SECRET),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xE2, b"ICC_PROFILE\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + SECRET),
        segment(0xFE, SECRET),
    )
    kept = stripped(judge(jpeg(*notes), "x"))
    assert kept == jpeg(
        segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\0\0"), segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
    )


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("way_up", range(1, 9))
def test_which_way_up_a_photograph_is_stays(order, way_up):
    kept = stripped(judge(jpeg(exif(way_up, order, SECRET)), "x"))
    expected = b"" if way_up == 1 else segment(0xE1, b"Exif\0\0" + exif_data.only(way_up))
    assert kept == jpeg(expected)
    assert stripped(judge(kept, "x")) == kept


def test_of_two_that_say_which_way_up_the_first_counts():
    assert stripped(judge(jpeg(exif(1), exif(6)), "x")) == jpeg()


@given(st.binary(max_size=60), st.sampled_from([b"", b"II*\0", b"MM\0*", b"MM\0*\0\0\0\x08"]))
def test_exif_data_that_cannot_be_read_is_upright(noise, beginning):
    assert 1 <= exif_data.orientation(beginning + noise) <= 8


@pytest.mark.parametrize(
    "tail", [bytes(9), jpeg(), b"\0\0\0\x18ftypmp42" + SECRET, b"\0\0\1\x08" + SECRET + b"SEFT"]
)
def test_what_a_telephone_writes_behind_a_picture_is_cut_off(tail):
    assert judge(jpeg(tail=tail), "x").data == jpeg()


@pytest.mark.parametrize(
    "data",
    [
        jpeg(width=0),
        jpeg(height=0),
        jpeg(coded=b"\x12\xff\xd8\x34"),
        jpeg(b"\xff\xd0"),
        jpeg(segment(0xFE, b"") + b"garbage"),
        jpeg(b"\xff\xfe\0\1"),
        jpeg(segment(0xDC, b"\0\1")),
        jpeg(segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")),
        b"\xff\xd8\xff\xd9",
        jpeg(*[segment(0xFE, b"")] * 5000),
    ],
)
def test_a_jpeg_that_breaks_the_rules_is_refused(data):
    refused(data, "damaged")


def test_a_picture_with_too_many_pixels_is_refused():
    refused(jpeg(width=60_001, height=1000), "60 million pixels")
    refused(png(width=60_001, height=1000, rows=b""), "60 million pixels")


# ---- PNG


def test_nothing_of_a_picture_is_left_but_the_picture():
    kept = [chunk(b"gAMA", bytes(4)), chunk(b"pHYs", bytes(9)), chunk(b"tRNS", bytes(6))]
    gone = [
        *(chunk(b"tEXt", b"Author\0" + SECRET), chunk(b"iTXt", SECRET), chunk(b"tIME", bytes(7))),
        *(chunk(b"iCCP", SECRET), chunk(b"sRGB", SECRET), chunk(b"pHYs", b"123456789")),
        *(chunk(b"acTL", bytes(8)), chunk(b"zzZz", SECRET)),
    ]
    assert stripped(judge(png(*kept, *gone), "x")) == png(*kept)


def test_which_way_up_a_picture_is_stays():
    held = exif(6, more=SECRET)[10:]
    kept = stripped(judge(png(chunk(b"eXIf", held)), "x"))
    assert kept == png(chunk(b"eXIf", exif_data.only(6)))


@pytest.mark.parametrize(
    "data",
    [
        png(width=0),
        png(depth=3),
        png(colour=5),
        png(interlaced=2),
        png(colour=3),
        png(chunk(b"PLTE", bytes(4)), colour=3),
        png(chunk(b"PLTE", bytes(3)), chunk(b"PLTE", bytes(3))),
        png(chunk(b"EVIL", SECRET)),
        png(chunk(b"IDAT"), chunk(b"gAMA", bytes(4))),
        png(packed=b"not packed"),
        png().replace(b"IHDR", b"IHDr"),
    ],
)
def test_a_png_that_breaks_the_rules_is_refused(data):
    refused(data, "damaged")


@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([1, 2, 4, 8, 16]))
def test_an_interlaced_png_unpacks_to_the_rows_of_its_seven_passes(width, height, depth):
    squares = {  # which pixels a pass takes, from the picture in the standard
        (x, y): int("1646264677777777565656567777777736463646777777775656565677777777"[y * 8 + x])
        for x in range(8)
        for y in range(8)
    }
    size = 0
    for turn in range(1, 8):
        mine = [p for p in cells(width, height) if squares[p[0] % 8, p[1] % 8] == turn]
        for row in {y for _, y in mine}:
            size += 1 + (sum(y == row for _, y in mine) * depth + 7) // 8
    whole = png(width=width, height=height, depth=depth, colour=0, interlaced=1, rows=bytes(size))
    assert judge(whole, "x").kind is Kind.PNG


def cells(width, height):
    return [(x, y) for x in range(width) for y in range(height)]


def test_a_png_that_unpacks_to_more_than_it_says_is_refused_early():
    bomb = png(packed=zlib.compress(bytes(200_000_000), 9))
    tracemalloc.start()
    refused(bomb, "something else")
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_a_png_with_words_behind_the_packed_picture_is_refused():
    rows = bytes(20)
    refused(png(packed=zlib.compress(rows) + SECRET), "something else")
    refused(png(rows=rows + b"\0"), "something else")
    refused(png(rows=rows[:-1]), "breaks off")
    header = struct.pack(">I", 2**31) + b"IDAT"
    refused(png()[:33] + header, "breaks off")
