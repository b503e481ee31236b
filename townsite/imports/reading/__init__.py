"""Reading: from the bytes of an upload to a header and rows of text. Pure, without Django."""
