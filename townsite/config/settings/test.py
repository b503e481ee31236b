"""Settings of the tests: as served, but with fast passwords and mail kept in memory."""

from townsite.config.settings.base import *  # noqa: F403 - Django's way of layering settings

SECRET_KEY = "for-tests-only"  # noqa: S105 - tests sign nothing of value
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
