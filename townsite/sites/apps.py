from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "townsite.sites"

    def ready(self) -> None:
        """Registers what can only be imported once the models are loaded."""
        from townsite.sites import policy_effects  # noqa: PLC0415 - models load first

        policy_effects.register()
