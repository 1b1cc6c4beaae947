"""Small PDFs whose text layer, form values and annotations are what a test wants; every text in them is made up."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SIZE = (420, 300)
FACE = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
pdfmetrics.registerFont(TTFont("Vera", FACE))


def text_pdf(lines: Sequence[str], *, font: str = "Vera", turned: int = 0) -> bytes:
    """Lines of text, upright as seen."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE, invariant=True)
    canvas.setPageRotation(turned)
    across, down = {0: (0, 0), 90: (SIZE[1], 0), 180: SIZE, 270: (0, SIZE[0])}[turned]
    canvas.translate(across, down)
    canvas.rotate(turned)
    for number, line in enumerate(lines):
        canvas.setFont(font, 10)
        canvas.drawString(20, 270 - 20 * number, line)
    canvas.save()
    return buffer.getvalue()


def with_declared_heights(content: bytes, ascent: int, descent: int) -> bytes:
    """The same PDF whose fonts declare other heights."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor":
                found["/Ascent"], found["/Descent"] = ascent, descent
        return _saved(pdf)


def with_shifted_letters(content: bytes, by: int) -> bytes:
    """The same PDF whose fonts say other characters than they draw."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font" and "/ToUnicode" in found:
                rows = b"\n".join(b"<%02X> <%04X>" % (code, code - by) for code in range(33 + by, 127))
                found["/ToUnicode"] = pdf.make_stream(
                    b"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <FF> endcodespacerange\n"
                    b"%d beginbfchar\n%s\nendbfchar endcmap end" % (127 - 33 - by, rows)
                )
        return _saved(pdf)


def scanned_pdf(shown: Sequence[str], said: Sequence[str]) -> bytes:
    """A picture of some lines, with the invisible text of others upon it."""
    picture = Image.new("RGB", (SIZE[0] * 3, SIZE[1] * 3), "white")
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(FACE, 30)
    for number, line in enumerate(shown):
        draw.text((60, (30 + 20 * number) * 3), line, "black", face, anchor="ls")
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=90)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE, invariant=True)
    canvas.drawImage(ImageReader(jpeg), 0, 0, *SIZE)
    for number, line in enumerate(said):
        text = canvas.beginText(20, 270 - 20 * number)
        text.setFont("Vera", 10)
        text.setTextRenderMode(3)
        text.textOut(line)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


def form_pdf(values: Mapping[str, str], *, has_pictures: bool) -> bytes:
    """Labels with form fields beside them.

    Args:
        values: By label.
        has_pictures: Whether the file holds how the values look, or leaves that to the viewer.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE, invariant=True)
    for number, (label, value) in enumerate(values.items()):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(20, 250 - 25 * number, label)
        canvas.acroForm.textfield(
            name=label, x=150, y=245 - 25 * number, width=200, height=18, fontSize=10, value=value, borderStyle="inset"
        )
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as pdf:
        for annotation in () if has_pictures else pdf.pages[0].Annots:
            del annotation["/AP"]
        return _saved(pdf)


def with_annotation(content: bytes, entries: Mapping[str, object]) -> bytes:
    """The same PDF with an annotation on its first page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        annotation = pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, "/Rect": [150, 100, 380, 140], **entries})
        pdf.pages[0]["/Annots"] = pikepdf.Array([pdf.make_indirect(annotation)])
        return _saved(pdf)


def with_attachments(content: bytes, files: Mapping[str, bytes]) -> bytes:
    """The same PDF with files attached to it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, attached in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, attached, filename=name)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()
