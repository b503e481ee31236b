"""Staging: checked rows copied into the database and compared with the portfolio, set by set."""
