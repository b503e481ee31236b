"""Settings behind a TLS proxy."""

import os

from townsite.config.settings.base import *  # noqa: F403 - Django's way of layering settings

SECRET_KEY = os.environ["TOWNSITE_SECRET_KEY"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("TOWNSITE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TOWNSITE_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TOWNSITE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TOWNSITE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TOWNSITE_SMTP_TLS", "") == "on"
EMAIL_TIMEOUT = 20
