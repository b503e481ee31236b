"""Looks over an installation: what is as it should be, and what to do about the rest."""
