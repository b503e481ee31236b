"""The closed vocabularies of change sets."""

from django.db import models


class ChangeState(models.TextChoices):
    """Where a change set stands (domain 4.2)."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    SCHEDULED = "scheduled", "Scheduled"
    EFFECTIVE = "effective", "Effective"
    REVERTED = "reverted", "Reverted"
    CANCELLED = "cancelled", "Cancelled"


class ChangeClass(models.TextChoices):
    """What decides who approves (R-13..R-15, R-24, C-19); the gravest class comes last."""

    RECORD = "record", "Site record"
    RECLASSIFICATION = "reclassification", "Reclassification"
    IMPORT = "import", "Import"
    STANDARD = "standard", "Standard assignment"
    BOUNDARY = "boundary", "Boundary"
    STRUCTURE = "structure", "Structure"
    CROSS_TERRITORY = "cross_territory", "Cross-territory assignment"
    EXCEPTION = "exception", "Exception"
    EMERGENCY = "emergency", "Emergency"


class Trigger(models.TextChoices):
    """What set the change going (domain 4.2, step 1)."""

    REVIEW = "review", "Regular review"
    DEPARTURE = "departure", "A manager leaves"
    IMBALANCE = "imbalance", "Imbalance"
    SERVICE = "service", "Service issue"
    CUSTOMER = "customer", "Customer's wish"
    REVENUE = "revenue", "Revenue"
    EMERGENCY = "emergency", "Emergency"


class ParticipantRole(models.TextChoices):
    AUTHOR = "author", "Author"
    DELEGATE = "delegate", "Delegate"


class Decision(models.TextChoices):
    OPEN = "open", "Open"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


class DeadlineKind(models.TextChoices):
    """What has to be done by when (R-13, R-14)."""

    CUSTOMER_TOLD = "customer_told", "Tell the customers"
    PERFORMANCE_REVIEW = "performance_review", "Review satisfaction, service level and cost"
    EMERGENCY_REVIEW = "emergency_review", "Review the emergency"
    PERMANENT_SOLUTION = "permanent_solution", "Find a permanent solution"
