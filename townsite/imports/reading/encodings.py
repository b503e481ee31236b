"""From bytes to text: byte order marks first, then UTF-8, then the likeliest old code page."""

import codecs
import re

from charset_normalizer import from_bytes

from townsite.imports.errors import FileRefused

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
OLD_CODE_PAGES = ["cp1252", "mac_roman", "cp437", "latin_1"]
SAMPLE_BYTES = 200_000
# Control characters that no table holds: everything below the space but tab and line ends.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MAX_CONTROL_SHARE = 0.001


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of the encoding it was read with.

    Raises FileRefused when the bytes are no text.
    """
    encoding = sniffed_encoding(content)
    marks = (mark for mark, name in MARKS if name == encoding and content.startswith(mark))
    mark = next(marks, b"")
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"The file says it is {encoding.upper()}, but byte {error.start:,} is not. "
            "Maybe it was cut off; save it again as “CSV UTF-8”."
        ) from error
    _refuse_binary(text)
    return text, encoding


def sniffed_encoding(content: bytes) -> str:
    """The encoding by mark, by validity as UTF-8, or the best guess among old code pages."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if marked:
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _old_code_page(content)
    return "utf-8"


def _old_code_page(content: bytes) -> str:
    # Only around the first odd bytes is there anything to learn; ASCII fits every page.
    first = next(place for place, byte in enumerate(content) if byte > 127)  # noqa: PLR2004 - ASCII
    sample = content[max(0, first - 1_000) : first + SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=OLD_CODE_PAGES).best()
    guess = best.encoding if best else "cp1252"
    try:
        content.decode(guess)
    except UnicodeDecodeError:
        return "latin_1"  # maps every byte, so the rows with damage can be shown
    return guess


def _refuse_binary(text: str) -> None:
    found = len(CONTROL.findall(text[:SAMPLE_BYTES]))
    if "\x00" in text or found > MAX_CONTROL_SHARE * min(len(text), SAMPLE_BYTES):
        raise FileRefused(
            "The file is not a text table: it holds binary data. "
            "Upload CSV, TSV, XLSX, GeoJSON or a pipe table."
        )
