"""The API against its own OpenAPI document, with requests that schemathesis makes up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.factories import make_customer, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.api.api import api
from townsite.config.wsgi import application

# Values can be refused by what is in the database, and a session is no secret of the document.
NOT_MEANT = [positive_data_acceptance, ignored_auth]


@contextmanager
def one_connection() -> Iterator[None]:
    """Keeps the test's connection, which WSGI requests would close; Django's own client does so."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def document(db: None) -> Iterator[Any]:
    """The schema, called as an administrator who has one of everything."""
    territory = make_territory("EAST")
    make_site(number="0417", territory=territory, customer=make_customer())
    user = make_user()
    make_grant(user, Role.SYSTEM_ADMIN)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/territories/new/")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    # Django's client reconnects the signals after each call, so this comes after it.
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
        schema.credentials = {"cookies": cookies, "headers": {"X-CSRFToken": cookies["csrftoken"]}}
        yield schema


def operations() -> list[tuple[str, str]]:
    """Method and path of everything the API offers."""
    paths = api.get_openapi_schema()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda part: part)
def test_no_request_breaks_the_server_or_the_document(document, method, path):
    operation = document[path][method]

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def call(case: Any) -> None:
        case.call_and_validate(**document.credentials, excluded_checks=NOT_MEANT)

    call()


def test_the_document_is_openapi_3_1_and_every_operation_is_named():
    document = api.get_openapi_schema()
    assert document["openapi"].startswith("3.1")
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert all(o["operationId"].islower() and o["description"] for o in operations)
