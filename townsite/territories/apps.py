from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "townsite.territories"
