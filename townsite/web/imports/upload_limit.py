"""Refuses an upload that is too large while it arrives, so that nothing of it is stored."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from townsite.imports.reading.limits import MAX_BYTES


class RefuseTooLarge(FileUploadHandler):
    """Stops keeping a file beyond the limit; the view then tells the person its size."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The chunk for the next handler. Raises StopUpload beyond the limit."""
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            # The rest is read and thrown away, so that the browser hears our answer.
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the handlers behind this one keep the file."""
        return
