"""Chaining events by hashes, so that a change to any of them is found and named."""
