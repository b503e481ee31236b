from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "townsite.access"

    def ready(self) -> None:
        from townsite.access import signing_in  # noqa: PLC0415 - models exist only now

        signing_in.listen()
