"""Pages of the import workbench."""
