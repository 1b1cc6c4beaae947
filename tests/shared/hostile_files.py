"""Files that nobody sends by accident, written here byte by byte: bombs, loops, rubbish. None of them holds a real paper."""

import io
import random
import struct
import zlib
from collections.abc import Iterable, Mapping

from PIL import Image

A4 = b"[0 0 595 842]"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF with a correct table of its objects; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def packed(content: bytes, extra: bytes = b"") -> bytes:
    """A deflated stream."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + extra)


def one_page(
    content: bytes, *, resources: bytes = b"/Font << /F 5 0 R >>", media_box: bytes = A4, more: Mapping[int, bytes] = {}
) -> bytes:
    """One page; its content is object 4, its font object 5."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> >>"
            % (media_box, resources),
            4: content,
            5: HELVETICA,
            **more,
        }
    )


def text(words: Iterable[str], *, per_line: int = 10) -> bytes:
    """Operators that write words, line by line."""
    words = list(words)
    lines = [" ".join(words[at : at + per_line]) for at in range(0, len(words), per_line)]
    return b"BT /F 9 Tf 11 TL 40 800 Td " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"


def pages(count: int) -> bytes:
    """Honest pages with a line of text each."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(b"%d 0 R" % (5 + n) for n in range(count))),
        3: HELVETICA,
        4: stream(b"BT /F 12 Tf 72 700 Td (SPECIMEN contoh halaman ke sekian dari banyak) Tj ET"),
    }
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>" % A4
    return pdf(objects | {5 + number: page for number in range(count)})


def looped_page_tree() -> bytes:
    """A page tree that contains itself and claims a million pages."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000000 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % A4,
        }
    )


def million_laughs(levels: int = 10, width: int = 10) -> bytes:
    """Forms that draw ten forms that draw ten forms …; 4 KB that mean ten thousand million rectangles."""
    forms = {}
    for level in range(levels):
        inner = b"/X Do " * width if level < levels - 1 else b"0 0 1 1 re f (a) Tj"
        extra = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
        if level < levels - 1:
            extra += b" /Resources << /XObject << /X %d 0 R >> >>" % (11 + level)
        forms[10 + level] = stream(inner, extra)
    return one_page(stream(b"/X Do " * width), resources=b"/XObject << /X 10 0 R >>", more=forms)


def form_in_itself() -> bytes:
    """A form that draws itself."""
    own = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 10 0 R >> >>"
    return one_page(
        stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", more={10: stream(b"0 0 m 9 9 l S /X Do", own)}
    )


def picture_bomb(side: int = 60_000) -> bytes:
    """A picture over the whole page whose dictionary promises thousands of millions of pixels."""
    extra = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8" % (
        side,
        side,
    )
    return one_page(
        stream(b"q 595 0 0 842 0 0 cm /X Do Q"),
        resources=b"/XObject << /X 10 0 R >>",
        more={10: packed(bytes(1 << 20), extra)},
    )


def rubbish_picture(filter_name: str, parameters: bytes = b"") -> bytes:
    """A picture over the whole page whose data is none of its filter's."""
    extra = b"/Type /XObject /Subtype /Image /Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent %d"
    bits = 1 if filter_name in {"JBIG2Decode", "CCITTFaxDecode"} else 8
    extra = extra % bits + b" /Filter /%s " % filter_name.encode() + parameters
    rubbish = bytes((number * number * 7 + 3) % 251 for number in range(5000))
    return one_page(
        stream(b"q 595 0 0 842 0 0 cm /X Do Q"),
        resources=b"/XObject << /X 10 0 R >>",
        more={10: stream(rubbish, extra)},
    )


def enormous_page(media_box: bytes) -> bytes:
    """A page without text that would have to be drawn."""
    return one_page(stream(b"0 0 m 9 9 l S"), media_box=media_box)


def enormous_table_of_objects() -> bytes:
    """Promises four thousand million objects."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n0 4294967295\n0000000000 65535 f \n"
        b"trailer\n<< /Size 4294967295 /Root 1 0 R >>\nstartxref\n58\n%%EOF\n"
    )


def deep_nesting(depth: int = 200_000) -> bytes:
    """Lists in lists in lists."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Names %s >>" % (b"[" * depth + b"]" * depth),
            2: b"<< /Type /Pages /Kids %s /Count 1 >>" % (b"[" * depth + b"]" * depth),
        }
    )


def looped_outline() -> bytes:
    """Bookmarks that follow each other in a ring, behind a page that can be read."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            % A4,
            4: stream(text(["SPECIMEN", "contoh", "halaman", "dengan", "penanda", "yang", "berputar"])),
            5: HELVETICA,
            6: b"<< /Type /Outlines /First 7 0 R /Last 8 0 R /Count 2 >>",
            7: b"<< /Title (a) /Parent 6 0 R /Next 8 0 R /First 6 0 R >>",
            8: b"<< /Title (b) /Parent 6 0 R /Next 7 0 R >>",
        }
    )


def attachment_only() -> bytes:
    """A portfolio: a file inside, and no page."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Collection << >> /Names << /EmbeddedFiles << /Names [(a) 3 0 R] >> >> >>",
            2: b"<< /Type /Pages /Kids [] /Count 0 >>",
            3: b"<< /Type /Filespec /F (a.txt) /EF << /F 4 0 R >> >>",
            4: stream(b"contoh", b"/Type /EmbeddedFile"),
        }
    )


def without_pages() -> bytes:
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


def unknown_encryption(handler: str) -> bytes:
    """Encrypted by a handler that no password opens."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % A4,
        4: b"<< /Filter /%s /V 5 /R 6 /Length 256 >>" % handler.encode(),
    }
    return pdf(objects, trailer=b"/Encrypt 4 0 R /ID [<00> <00>]")


def for_pdfminer(content: bytes, *, font: bytes = HELVETICA, more: Mapping[int, bytes] = {}) -> bytes:
    """A page that pdfium does not find, because the catalogue names none; pdfminer.six looks among all objects."""
    found = one_page(content, more={5: font, **more})
    return found.replace(b"/Type /Catalog /Pages 2 0 R", b"/Type /Catalog /Pages 9 0 R")


def endless_letters() -> bytes:
    """A font that gives names to two thousand million letters."""
    names = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"1 beginbfrange <00000000> <7ffffffe> <0041> endbfrange\nendcmap"
    )
    font = HELVETICA.replace(b" >>", b" /ToUnicode 6 0 R >>")
    return for_pdfminer(stream(b"BT /F 9 Tf 50 700 Td (SPECIMEN) Tj ET"), font=font, more={6: stream(names)})


def scattered_letters(count: int = 20_000) -> bytes:
    """Letters as large as the page, each over all others: whoever looks for neighbours never ends."""
    rng = random.Random(2)
    places = (b"1 0 0 1 %d %d Tm (a) Tj" % (rng.randrange(500), rng.randrange(800)) for _ in range(count))
    return packed(b"BT /F 300 Tf " + b" ".join(places) + b" ET")


def content_bomb(unit: bytes = b"0 0 m 1 1 l S\n", size: int = 2 << 30) -> bytes:
    """Operators deflated twice: some KB that become gigabytes."""
    chunk = unit * ((1 << 20) // len(unit))
    packer = zlib.compressobj(9)
    # after a full flush, a block depends on nothing before it: the second one can be said again and again
    first, again = (packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    count, checksum = size // len(chunk), 1
    for _ in range(count):
        checksum = zlib.adler32(chunk, checksum)
    once = first + again * (count - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")
    return stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]")


def png(width: int, height: int, *, bit_depth: int = 8, colour_type: int = 0, data: bytes = b"") -> bytes:
    """A PNG whose header promises what its data does not hold."""
    header = struct.pack(">IIBBBBB", width, height, bit_depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def tiff(frames: int, *, size: tuple[int, int] = (1, 1), is_looped: bool = False) -> bytes:
    """Grey frames that share one strip of data; the last one may point back to the first."""
    width, height = size
    out = bytearray(b"II*\x00" + struct.pack("<I", 8))
    length = 2 + 12 * 9 + 4
    strip = 8 + frames * length
    for number in range(frames):
        is_last = number == frames - 1
        following = (8 if is_looped else 0) if is_last else 8 + (number + 1) * length
        entries = (
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, strip),
            (277, 3, 1), (278, 4, height), (279, 4, width * height),
        )  # fmt: skip
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        out += struct.pack("<I", following)
    return bytes(out) + b"\xff" * (width * height)


def jpeg(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def with_exif(content: bytes, exif: bytes, *, times: int = 1) -> bytes:
    """A JPEG with one or more EXIF segments of any content."""
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\x00\x00" + exif
    return content[:2] + segment * times + content[2:]


def heif(major: bytes, *compatible: bytes) -> bytes:
    """The first box of a HEIF file."""
    body = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return struct.pack(">I", len(body) + 4) + body + bytes(64)
