from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "townsite.common"

    def ready(self) -> None:
        from townsite.common.history import (  # noqa: PLC0415 - models only once apps are ready
            plan_for_many,
        )

        post_migrate.connect(plan_for_many, sender=apps.get_app_config("pghistory"))
