"""What every benchmark shares: rows, timing, a served copy, the report."""
