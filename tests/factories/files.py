"""Small files of every kind that somebody may send."""

from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
HIDDEN = b"<script>hidden behind the picture</script>"


def picture(kind: str = "PNG", mode: str = "RGB", **how) -> bytes:
    out = BytesIO()
    Image.new(mode, (40, 20), how.pop("color", 0)).save(out, kind, **how)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG as a phone makes it: lying on its side, with device and description."""
    marks = Image.Exif()
    marks[0x0112] = 6  # turn it by a quarter
    marks[0x010F] = "Phone of Pat"
    return picture("JPEG", exif=marks, comment=b"At the home of Pat")
