"""People and mailboxes at the customer, and what they are for at which site."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import PlainTarget, SiteTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.choices import AuthorityLevel, ContactRole, PreferredMethod
from townsite.sites.models.customer import Customer
from townsite.sites.models.site import Site


@tracked()
class Contact(PlainTarget, CheckedAtOnce):
    """Somebody (or a role mailbox) to reach. Phones in E.164; consent with its purpose (R-23)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    first_name = models.CharField(max_length=100, blank=True, default="")
    last_name = models.CharField(max_length=100, blank=True, default="")
    title = models.CharField(max_length=100, blank=True, default="")
    department = models.CharField(max_length=100, blank=True, default="")
    authority_level = models.SmallIntegerField(
        choices=AuthorityLevel.choices, null=True, blank=True
    )
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    phone_ext = models.CharField("extension", max_length=10, blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    preferred_method = models.CharField(
        max_length=6, choices=PreferredMethod.choices, blank=True, default=""
    )
    language = models.CharField(max_length=10, blank=True, default="en")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_purpose = models.CharField(max_length=200, blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    verify_method = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        # By these, a person who is known already is found.
        indexes = [
            models.Index(fields=["email"], name="contact_email"),
            models.Index(fields=["last_name"], name="contact_last_name"),
            models.Index(fields=["phone"], name="contact_phone", condition=~models.Q(phone="")),
            models.Index(fields=["mobile"], name="contact_mobile", condition=~models.Q(mobile="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first_name="", last_name="", email="", phone="", mobile=""),
                name="contact_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9]\d{6,14}$"),
                name="contact_phone_e164",
            ),
            models.CheckConstraint(
                condition=models.Q(mobile="") | models.Q(mobile__regex=r"^\+[1-9]\d{6,14}$"),
                name="contact_mobile_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or self.mobile

    @property
    def full_name(self) -> str:
        """First and last name, or an empty text for a mailbox."""
        return f"{self.first_name} {self.last_name}".strip()


@tracked()
class SiteContact(SiteTarget, models.Model):
    """What a contact is for at a site, and since when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="site_contacts")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="site_contacts")
    role = models.CharField(max_length=10, choices=ContactRole.choices)
    shift = models.CharField(max_length=20, blank=True, default="")
    available_24_7 = models.BooleanField("reachable 24/7", default=False)
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            # Exactly one active primary: never two at a time.
            ExclusionConstraint(
                name="site_contact_one_primary_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(role=ContactRole.PRIMARY),
            ),
            ExclusionConstraint(
                name="site_contact_role_once",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("contact", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=ContactRole.values), name="site_contact_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.contact}"
