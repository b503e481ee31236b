from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "townsite.territories"

    def ready(self) -> None:
        """Registers what can only be imported once the models are loaded."""
        from townsite.territories import (  # noqa: PLC0415 - models load first
            policy_effects,
            policy_facts,
        )
        from townsite.territories.placement import (  # noqa: PLC0415 - models load first
            policy_effects as placed,
        )

        policy_facts.register()
        policy_effects.register()
        placed.register()
