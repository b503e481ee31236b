import pytest

from tests.accounts.signing_in import set_value


@pytest.fixture
def no_factor_needed(db):
    """A password alone is enough, as in the demo."""
    set_value("sign_in.second_factor", "nobody")
