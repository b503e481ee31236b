from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "townsite.accounts"

    def ready(self) -> None:
        from townsite.accounts import factors, logins, news  # noqa: PLC0415 - models exist only now

        news.listen()
        factors.listen()
        logins.listen()
