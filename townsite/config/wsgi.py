"""The entry of the WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townsite.config.settings.development")
application = get_wsgi_application()
