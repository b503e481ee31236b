"""The path converter `number`; import this module before a path uses it."""

from django.urls import register_converter


class SiteNumber:
    """Up to six digits, so that /sites/new/ and the directory's addresses pass by."""

    regex = "[0-9]{1,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SiteNumber, "number")
