from datetime import date

import pytest

from demo.portfolio import Portfolio, portfolio

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def made() -> Portfolio:
    """The demo as bin/run makes it, on a fixed day."""
    return portfolio(2_000, seed=2026, today=TODAY)
