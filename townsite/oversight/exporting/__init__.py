"""Signed exports of the audit trail: a file that shows by itself that nobody changed it."""
