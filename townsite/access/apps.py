from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "townsite.access"
