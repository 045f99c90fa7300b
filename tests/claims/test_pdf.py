"""A PDF that runs or hides something is refused; what scanners and offices write passes."""

import hashlib
import struct
import zlib

import pytest

from claims.uploads import Kind, judge, stripped
from tests.claims.making import jpeg, pdf, refused, stream


@pytest.mark.parametrize(
    "entry",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"/OpenAction << /S /J#61vaScript >>",
        b"/OpenAction << /S /#4a#61#76#61#53#63#72#69#70#74 >>",
        b"/AA << /O << /S /X /JS 5 0 R >> >>",
        b"/AA << /O << /S /X /J#53(1) >> >>",
        b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        b"/Names << /EmbeddedFiles 5 0 R >>",
        b"/X << /Type /EmbeddedFile >>",
        b"/X << /Type /Filespec /EF << /F 5 0 R >> >>",
        b"/AcroForm << /XFA 5 0 R >>",
    ],
)
def test_a_pdf_that_runs_or_unpacks_something_is_refused(entry):
    refused(pdf(catalog=entry), "There is a script")
    objects = b"7 0 " + b"<< " + entry + b" >>"
    refused(pdf(stream(objects, b"/Type /ObjStm /N 1 /First 4")), "There is a script")
    late = b"7 0 " + b" " * 200_000 + entry
    refused(pdf(stream(late, b"/Type /O#62jStm /N 1 /First 4")), "There is a script")


def test_a_script_is_found_in_objects_that_do_not_say_what_they_are():
    hidden = b"\n 7 0 << /S /JavaScript /JS (1) >>"
    refused(pdf(stream(hidden)), "There is a script")
    refused(pdf(b"(stream\n)", stream(hidden)), "There is a script")
    refused(pdf(b"% stream\n", stream(hidden)), "unusual way")
    refused(pdf(stream(hidden, b"% endstream\n")), "unusual way")


OBJECTS = b"/Type /ObjStm /N 1 /First 4"
SCRIPT = b"7 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
CHAINS = [
    (),
    (b"/ASCIIHexDecode",),
    (b"/ASCII85Decode",),
    (b"/LZWDecode",),
    (b"/RunLengthDecode",),
    (b"/Fl",),
    (b"/ASCII85Decode", b"/FlateDecode"),
    (b"/FlateDecode", b"/ASCIIHexDecode"),
    (b"/FlateDecode", b"/LZWDecode"),
    (b"/FlateDecode", b"/RunLengthDecode"),
    (b"/FlateDecode", b"/FlateDecode"),
    (b"/ASCIIHexDecode", b"/LZWDecode", b"/RunLengthDecode", b"/FlateDecode"),
]


@pytest.mark.parametrize("filters", CHAINS, ids=lambda chain: b"".join(chain).decode() or "none")
def test_objects_are_packed_in_the_one_way_that_is_looked_into(filters):
    harmless = b"7 0 << /Type /Font >>"
    for held, words in ((SCRIPT, ""), (harmless, "unusual way")):
        for said in (OBJECTS, b"/N 1 /First 4", b"/Type/#4fbjStm /N 1"):
            refused(pdf(stream(held, said, filters=filters)), words)
    if filters:
        refused(pdf(stream(b"\0" * 9, b"/Type /XRef /W [1 1 1]", filters=filters)), "unusual way")


@pytest.mark.parametrize(
    "odd",
    [
        stream(b"7 0 <<>>", b"/Type /ObjStm /DecodeParms << /Predictor 12 >>"),
        stream(b"7 0 <<>>", b"/Type /ObjStm /DecodeParms 9 0 R"),
        stream(b"7 0 <<>>", b"/Type /ObjStm /F (elsewhere.bin)"),
        stream(b"7 0 <<>>", b"/Type /ObjStm /Filter /ASCIIHexDecode"),
        stream(b"7 0 <<>>", b"/Type /ObjStm").replace(b"/FlateDecode", b"9 0 R"),
        stream(b"", b"/Type /ObjStm", packed=b"not packed by zlib"),
        stream(b"", b"/Type /ObjStm", packed=zlib.compress(b"7 0 <<>>" * 999)[:-9]),
    ],
)
def test_objects_that_cannot_be_looked_into_are_refused(odd):
    refused(pdf(odd), "unusual way")


HEXED = stream(SCRIPT, b"/N 1 /First 4", filters=(b"/ASCIIHexDecode",))
FLATE = stream(b"7 0 null", filters=(b"/FlateDecode",))


@pytest.mark.parametrize(
    "body",
    [
        HEXED.replace(b"<< ", b"<< /X (obj) "),
        HEXED.replace(b"<< ", b"<< /X (\nendobj\n9 0 obj << ) "),
        HEXED.replace(b"<< ", b"<< /Type /ObjStm /X <\n9 0 obj << /Y <41> ").replace(
            b"/First", b""
        ),
        HEXED.replace(b"<< ", b"<< /X " + b" " * 5_000),
        HEXED.replace(b"<< ", b"<< /X (>>\nstream\n7 0 null endstream endobj\n9 0 obj <<) "),
        HEXED.replace(b">>\n", b">> % a comment\n% and another\n"),
        HEXED.replace(b">>\n", b">> %" + b"x" * 2_000 + b"\n"),
        HEXED.replace(b"/Length", b"% 9 0 obj <<\n/Length"),
        HEXED.replace(b"stream\n", b"stream 7\n", 1),
        FLATE.replace(b"/Length", b"/X (\\) >>) /Type /ObjStm % >>\n/Length"),
    ],
)
def test_no_way_of_writing_a_dictionary_hides_what_it_says(body):
    refused(pdf(body), "unusual way")


@pytest.mark.parametrize(
    "action",
    [
        b"<< /S /URI /URI (https://example.org/) >>",
        b"<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>",
        b"<< /S /Named /N /Print >>",
        b"<< /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (https://example.org/) >> >>",
        b"5 0 R",
        b"% a comment\n5 0 R",
    ],
)
@pytest.mark.parametrize(
    "name", [b"/OpenAction ", b"/Open#41ction ", b"/AA << /O ", b"/#41A << /O "]
)
def test_what_acts_by_itself_is_refused_whatever_it_does(name, action):
    entry = name + action + (b" >>" if b"<<" in name else b"")
    refused(pdf(catalog=entry), "by itself")
    refused(pdf(b"<< /Type /Page " + entry + b" >>"), "by itself")
    refused(pdf(stream(b"7 0 << " + entry + b" >>", OBJECTS)), "by itself")
    late = b"7 0 " + b" " * (2**16 - 30) + entry.replace(b" ", b" " * 300)
    refused(pdf(stream(late, OBJECTS)), "by itself")


def test_what_runs_is_refused_whether_or_not_it_is_clicked():
    for name in (b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"Launc#68"):
        refused(pdf(b"<< /Subtype /Link /A << /S /" + name + b" /F (x) >> >>"), "There is a script")


def test_a_link_that_a_reader_clicks_may_stay():
    links = (b"/S /URI /URI (https://example.org/)", b"/S /GoToR /F (other.pdf) /D [0 /Fit]")
    for link in links:
        assert judge(pdf(b"<< /Subtype /Link /A << " + link + b" >> >>"), "x").kind is Kind.PDF
        held = stream(b"7 0 << /Subtype /Link /A << " + link + b" >> >>", OBJECTS)
        assert judge(pdf(held), "x").kind is Kind.PDF


def test_objects_between_streams_are_not_hidden_by_one_that_does_not_end():
    endless = stream(b"", packed=b"x").replace(b"endstream", b"")
    refused(pdf(endless, b"<< /AA << /O << /S /URI >> >> >>", stream(b"x")), "by itself")


def test_a_pdf_that_unpacks_to_very_much_is_refused():
    refused(pdf(*[stream(b"7 0 " + bytes(2**26))]), "unusual way")
    refused(pdf(*[stream(bytes(2**25))] * 3), "unusual way")


@pytest.fixture
def fed(monkeypatch):
    """Return the lengths of what is given to be unpacked, as it is given."""
    lengths = []
    unpacker = zlib.decompressobj

    class Counted:
        def __init__(self):
            self.within = unpacker()

        def decompress(self, data, most):
            lengths.append(len(data))
            return self.within.decompress(data, most)

        def __getattr__(self, name):
            return getattr(self.within, name)

    monkeypatch.setattr(zlib, "decompressobj", Counted)
    return lengths


EMPTY = b"\0\0\0\xff\xff"  # a block of deflate that unpacks to nothing


def nested(number):
    """Return streams that lie in one another, and unpack to next to nothing."""
    begun = b"<<>>stream\n\x78\x01"
    for name in range(number):
        within = b"\n%d 0 obj\n<<>>stream\n\x78\x01" % (name + 50)
        begun += b"\0" + struct.pack("<HH", len(within), len(within) ^ 0xFFFF) + within
    return begun + EMPTY * 100_000 + b"\nendstream"


def test_streams_that_lie_in_one_another_are_not_unpacked_again_and_again(fed):
    whole = pdf(nested(200))
    refused(whole, "unusual way")
    assert sum(fed) < 3 * len(whole)


def test_a_pdf_of_many_streams_is_unpacked_about_once(fed):
    whole = pdf(
        *[stream(b"1 0 0 1 0 0 cm BT ET", filters=(b"/ASCII85Decode",))] * 500,
        *[stream(b"7 0 << /Type /Font >>", OBJECTS)] * 500,
        stream(b"", packed=zlib.compress(b"0 0 m " * 1000, 0)[:-4] + EMPTY * 100_000),
        stream(b"7 0 " + hashlib.shake_128(b"x").digest(300_000).hex().encode(), OBJECTS),
    )
    assert judge(whole, "x").kind is Kind.PDF
    assert sum(fed) < 4 * len(whole)


def test_a_pdf_whose_names_are_written_in_numbers_throughout_is_refused():
    refused(pdf(b"/#41" * 20_000), "unusual way")


def test_a_pdf_with_a_password_is_refused():
    refused(pdf(trailer=b"/Encrypt 9 0 R"), "asks for a password")
    refused(pdf(trailer=b"/Encr#79pt 9 0 R"), "asks for a password")


def test_what_many_pdfs_have_is_no_reason_to_refuse():
    ordinary = pdf(
        stream(b"\x93\x11 picture /JS (1) /JavaScript", b"/Subtype /Image"),
        stream(
            b"7 0 << /Type /Font /BaseFont /Song#CC#E5 /JSon 1 >>", b"/Type /ObjStm /N 1 /First 4"
        ),
        stream(b"", packed=b"\x12/JS \x99 stream\n /EF "),
        catalog=b"/OpenAction [3 0 R /Fit] /Metadata 9 0 R /JSon 1",
        tail=b"\r\n\0 ",
    )
    assert judge(ordinary, "x").kind is Kind.PDF


XREF = b"/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /DecodeParms <</Columns 4/Predictor 12>>"
IMAGE = b"/Type /XObject /Subtype /Image /Width 3 /Height 2 /BitsPerComponent 8"


@pytest.mark.parametrize(
    "objects",
    [
        [stream(b"", IMAGE, packed=jpeg()).replace(b"/FlateDecode", b"/DCTDecode")],
        [stream(b"", IMAGE, packed=b"\xff\x4f\xff\x51").replace(b"/FlateDecode", b"/JPXDecode")],
        [
            stream(b"", IMAGE + b"/DecodeParms <</K -1/Columns 3>>", packed=b"\x26\xa1").replace(
                b"/FlateDecode", b"[/CCITTFaxDecode]"
            ),
            stream(b"", IMAGE, packed=b"\x97\x4a").replace(b"/FlateDecode", b"/JBIG2Decode"),
        ],
        [
            stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q", filters=(b"/ASCII85Decode", b"/LZWDecode")),
            stream(b"1 0 0 1 0 0 cm BT ET", filters=(b"/ASCII85Decode", b"/FlateDecode")),
            stream(b"BT (see object 9 and stream\n) Tj ET", filters=()),
            stream(b"\0" * 40, IMAGE, filters=(b"/RunLengthDecode",)),
        ],
        [
            stream(b"7 0 8 9 << /Type /Page >> << /First 9 0 R /Count 1 >>", OBJECTS),
            stream(b"\1\0\1\0\0" * 4, XREF),
            stream(b"\1\0\1\0" * 4, b"/Type /XRef /W [1 2 1]", filters=()),
            b"<< /Type /Outlines /First 9 0 R /Last 9 0 R /AP << /N 9 0 R >> >>",
            stream(b"", IMAGE, packed=jpeg()).replace(b"/FlateDecode", b"/DCTDecode"),
        ],
        [
            stream(b"<x:xmpmeta/>", b"/Type /Metadata /Subtype /XML", filters=()),
            b"<< /Title (The stream of objects, and 9 0 obj) /Producer (\xfe\xff\\(\x00a) >>",
            stream(b"x", b"/LastModified (D:20261001\\)) /ID <00 FFab> /Nested ((a) b)"),
        ],
    ],
    ids="photograph jpeg2000 fax old-distiller new-acrobat notes".split(),
)
def test_what_scanners_and_offices_write_passes(objects):
    for place in (b"/OpenAction [3 0 R /XYZ null null 0]", b"/OpenAction[3 0 R /Fit]", b""):
        whole = pdf(*objects, catalog=place)
        assert judge(whole, "x").data == whole


def test_a_pdf_whose_table_is_elsewhere_is_refused():
    refused(pdf().replace(b"startxref\n", b"startxref\n9"), "damaged")


def test_a_pdf_is_returned_as_it_is():
    judged = judge(pdf(trailer=b"/Info << /Author (Kim) >>"), "x")
    assert stripped(judged) == judged.data
