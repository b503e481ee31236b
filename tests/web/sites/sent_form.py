"""What a browser would send of a form, read from the page as it came."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects the successful controls of the form whose action ends as wanted."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.fields: dict[str, str] = {}
        self.is_inside = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.is_inside = given.get("action", "").endswith(self.action)
        if not self.is_inside:
            return
        if tag == "input" and given.get("name"):
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                default = "on" if is_choice else ""
                self.fields[given["name"]] = given.get("value", default)
        elif tag == "select":
            self.select = given["name"]
            self.fields[self.select] = ""
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = given["name"]
            self.fields[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data.strip()


def form_in(page: str, *, action: str) -> dict[str, str]:
    """The fields of the form with this action; choices that nobody made are left out."""
    reader = _Reader(action)
    reader.feed(page)
    reader.fields.pop("csrfmiddlewaretoken", None)
    return reader.fields
