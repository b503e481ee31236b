"""Views of the import workbench: the journey, the review, decisions on rows, files."""
