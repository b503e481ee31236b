"""People who sign in, and how they like to read."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from townsite.accounts.choices import DistanceUnit, Theme
from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(PlainTarget, AbstractBaseUser):
    """A person with an e-mail as sign-in name. What they may do is in `access`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=100, blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    units = models.CharField(max_length=2, choices=DistanceUnit.choices, default=DistanceUnit.MILES)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    # WCAG 2.1.4: people can turn single-key shortcuts off.
    has_key_shortcuts = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(units__in=DistanceUnit.values), name="user_units_known"
            ),
            models.CheckConstraint(
                condition=models.Q(theme__in=Theme.values), name="user_theme_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor_label(self) -> str:
        return str(self)

    @property
    def initials(self) -> str:
        """Up to two capitals for the avatar."""
        return "".join(word[0] for word in str(self).split()[:2]).upper()

    @property
    def event_label(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return str(self)

    # allauth and Django's auth ask for these; permissions themselves come from `access`.
    @property
    def is_staff(self) -> bool:
        return False


class Session(AbstractBaseSession):
    """A browser that is signed in, or about to. What it holds is signed by Django.

    `expire_date` moves with use, up to `ends_at`. The last two columns say what its person owes
    before anything else: a new password from that moment on, and a second factor while they hold
    one of these roles.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    password_until = models.DateTimeField(null=True)
    factor_roles = ArrayField(models.CharField(max_length=21), default=list)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from townsite.accounts.sessions import SessionStore  # noqa: PLC0415 - it imports this model

        return SessionStore
