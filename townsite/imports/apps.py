from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "townsite.imports"

    def ready(self) -> None:
        from townsite.directory.tokens import add_token  # noqa: PLC0415 - models load after the apps
        from townsite.imports.search_token import IMPORT  # noqa: PLC0415 - as above

        add_token(IMPORT)
