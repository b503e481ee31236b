"""Settings of `bin/run`: one machine, loopback, the private cluster."""

from townsite.config.settings.base import *  # noqa: F403 - Django's way of layering settings

WHITENOISE_USE_FINDERS = True
