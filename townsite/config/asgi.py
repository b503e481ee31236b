"""The entry of the ASGI server: event streams only, every page is served by WSGI."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townsite.config.settings.development")
django.setup()

from townsite.web.live.application import Live  # noqa: E402 - only after django.setup()

application = Live()
