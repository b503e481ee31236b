"""`Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header): a repeat answers alike."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from townsite.access.http import scope_in
from townsite.api.models import IdempotentAnswer
from townsite.common import clock
from townsite.common.errors import Conflict, Forbidden, Invalid

KEPT_FOR = timedelta(days=1)
KEPT_HEADERS = ("ETag", "Location", "Content-Type")
LONGEST = 255

View = Callable[..., HttpResponse]


def idempotent(view: View) -> View:
    """Runs the view once per key and person; the same request again gets the first answer.

    Raises Conflict when the key was used for a different request. The row is inserted before the
    view runs, so a second request at the same moment waits for the first.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            return view(request, *args, **kwargs)
        if len(key) > LONGEST or not key.isprintable():
            raise Invalid(f"An Idempotency-Key has up to {LONGEST} printable characters.")
        kept = _reserve(request, key)
        if kept.status:
            return _repeat(kept)
        response = view(request, *args, **kwargs)
        kept.status, kept.body = response.status_code, response.content
        kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept.save()
        return response

    return answer


def _reserve(request: HttpRequest, key: str) -> IdempotentAnswer:
    wanted = hashlib.sha256(
        b"\n".join([str(request.method).encode(), request.get_full_path().encode(), request.body])
    ).hexdigest()
    at = clock.now()
    user_id = scope_in(request).user_id
    if user_id is None:
        raise Forbidden("Sign in first.")
    mine = IdempotentAnswer.objects.filter(user_id=user_id, key=key)
    mine.filter(at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(
                user_id=user_id, key=key, request_hash=wanted, status=0, body=b"", at=at
            )
    except IntegrityError:
        kept = mine.get()
    if kept.request_hash != wanted:
        raise Conflict("This Idempotency-Key was already used for another request. Use a new key.")
    return kept


def _repeat(kept: IdempotentAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response
