"""Writes the demo recipe's records (`demo/`) into the database, set by set.

Belongs to `access`, the highest part that the demo needs: its accounts have grants.
"""
