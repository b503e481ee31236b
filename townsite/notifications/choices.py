"""What people are told of, and how."""

from django.db import models


class NoticeKind(models.TextChoices):
    """One kind of news; each person chooses per kind how it reaches them."""

    APPROVAL_ASKED = "approval_asked", "Your decision is asked for"
    APPROVAL_DUE = "approval_due", "A decision is due soon"
    ESCALATED = "escalated", "An overdue decision comes to you"
    DECIDED = "decided", "Your proposal is approved or rejected"
    REFUSED = "refused", "A publication or revert was refused"
    EFFECTIVE = "effective", "A change took effect where you are responsible"
    REVERTED = "reverted", "A change was reverted"
    ACCESS = "access", "You gain or lose access"
    CUSTOMER = "customer", "A customer is to be told"
    DEADLINE = "deadline", "A deadline is near or missed"
    COORDINATION = "coordination", "A request between territories moves on"
    COMMENT = "comment", "Somebody comments on what you work on"
    ALERT = "alert", "Something needs a look for security"


class MailWhen(models.TextChoices):
    OFF = "off", "No e-mail"
    AT_ONCE = "at_once", "At once"
    DIGEST = "digest", "In the daily digest"


class MailState(models.TextChoices):
    """`sending` outlives a killed worker: such a mail may have left, so it is never sent again."""

    NONE = "none", "No e-mail"
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Handed over"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


# How a person who chose nothing is told: what asks for an act comes at once.
MAIL_BY_DEFAULT = {
    NoticeKind.APPROVAL_ASKED: MailWhen.AT_ONCE,
    NoticeKind.APPROVAL_DUE: MailWhen.AT_ONCE,
    NoticeKind.ESCALATED: MailWhen.AT_ONCE,
    NoticeKind.DECIDED: MailWhen.AT_ONCE,
    NoticeKind.REFUSED: MailWhen.AT_ONCE,
    NoticeKind.EFFECTIVE: MailWhen.DIGEST,
    NoticeKind.REVERTED: MailWhen.DIGEST,
    NoticeKind.ACCESS: MailWhen.AT_ONCE,
    NoticeKind.CUSTOMER: MailWhen.AT_ONCE,
    NoticeKind.DEADLINE: MailWhen.AT_ONCE,
    NoticeKind.COORDINATION: MailWhen.AT_ONCE,
    NoticeKind.COMMENT: MailWhen.DIGEST,
    NoticeKind.ALERT: MailWhen.AT_ONCE,
}
