"""Writes of the import workbench, in the order of an import's life."""
