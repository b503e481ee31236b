"""Measurements of Townsite; see README.md beside this file."""
