"""The search token `import:ID`: the sites that an import made or changed."""

from uuid import UUID

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens import Token
from townsite.imports.models import Import

_MADE = f"""{SITE}.id IN (SELECT r.site_id FROM imports_importrow r
    WHERE r.of_id = %s AND r.action IN ('create', 'update'))"""


def _import(value: Value) -> Condition:
    """Row-level security shows each person their own imports only."""
    found = _found(value.text)
    if found is None:
        raise BadToken(
            f"There is no import “{value.text}” of yours. The result page of an import leads here."
        )
    return Condition(_MADE, (found.pk,))


def _label(text: str) -> str:
    """The file's name, in place of an id that nobody can read."""
    found = _found(text)
    return str(found) if found else text


def _found(text: str) -> Import | None:
    try:
        return Import.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None


IMPORT = Token(
    "import", "Made or changed by an import", "import:…", _import, label=_label, is_offered=False
)
