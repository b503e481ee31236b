"""The entry of the WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townsite.config.settings.development")
pages = get_wsgi_application()

# Only after Django is set up can what it needs be imported.
from townsite.web.tiles.lane import TileLane  # noqa: E402 - as said above

application = TileLane(pages)
