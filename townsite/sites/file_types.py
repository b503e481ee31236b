"""Which files may be kept at a site, told by their content and never by their name."""

from typing import Protocol

import filetype

from townsite.common.errors import Invalid, TooLarge, Unsupported

LARGEST_BYTES = 25 * 1024 * 1024
# Enough to see the parts of an Office file that tell it from any other archive.
HEAD_BYTES = 8_192

# Content type by the extension that the content itself implies.
KEPT = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "tif": "image/tiff",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
}
OFFERED = "PDF, PNG, JPEG, WebP, TIFF, HEIC, Word, Excel, PowerPoint or plain text"


class Readable(Protocol):
    """An open file, an upload or bytes in memory."""

    def read(self, num_bytes: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def extension_of(file: Readable, *, size_bytes: int) -> str:
    """The extension that the content implies, one of `KEPT`; the file is left at its start.

    Raises TooLarge, Invalid for an empty file, and Unsupported naming what it seems to be.
    """
    if size_bytes > LARGEST_BYTES:
        raise TooLarge(
            f"The file has {size_bytes / 1_048_576:.1f} MB; at most 25 MB are kept. "
            "Maybe save it as a smaller PDF."
        )
    if size_bytes == 0:
        raise Invalid("The file is empty.", fields={"file": ["The file is empty."]})
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    guess = filetype.guess(head)
    if guess is None:
        return _text(head)
    if guess.extension not in KEPT:
        raise _refusal(f"This looks like {guess.mime}")
    return str(guess.extension)


def _text(head: bytes) -> str:
    """Plain text has no signature: it is what decodes and is not markup a browser would run."""
    if b"\x00" in head:
        raise _refusal("This is a file of an unknown kind")
    try:
        # The last character may be cut in the middle.
        words = head.decode("utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        raise _refusal("This is a file of an unknown kind") from None
    if words.lstrip("\ufeff \t\r\n").startswith("<"):
        raise _refusal("This looks like HTML, SVG or XML")
    return "txt"


def _refusal(found: str) -> Unsupported:
    sentence = f"{found}. Documents can be {OFFERED}."
    return Unsupported(sentence, fields={"file": [sentence]})
