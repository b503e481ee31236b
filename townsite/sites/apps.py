from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "townsite.sites"
