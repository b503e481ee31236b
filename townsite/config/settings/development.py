"""Settings of `bin/run`: one machine, loopback, the private cluster."""

from townsite.config.settings.base import *  # noqa: F403 - Django's way of layering settings

WHITENOISE_USE_FINDERS = True
# Browsers give passkeys to http://localhost; the check of the origin itself knows HTTPS only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
