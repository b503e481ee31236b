from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "townsite.imports"

    def ready(self) -> None:
        from townsite.changes.impact.open_work import (  # noqa: PLC0415 - models load after the apps
            add_open_work,
        )
        from townsite.changes.versions import (  # noqa: PLC0415 - models load after the apps
            add_source,
        )
        from townsite.directory.tokens import add_token  # noqa: PLC0415 - models load after the apps
        from townsite.imports.change_source import ImportSource  # noqa: PLC0415 - as above
        from townsite.imports.open_work import imports_under_way  # noqa: PLC0415 - as above
        from townsite.imports.search_token import IMPORT  # noqa: PLC0415 - as above

        add_token(IMPORT)
        add_open_work(imports_under_way)
        add_source(ImportSource())
