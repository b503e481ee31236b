from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "townsite.territories"

    def ready(self) -> None:
        """Registers what can only be imported once the models are loaded."""
        from townsite.territories import policy_facts  # noqa: PLC0415 - models load first

        policy_facts.register()
