"""Writing: the reviewed rows into the portfolio, set by set, in one transaction."""
