"""Figures of the territories by day, and what a change did to them."""
