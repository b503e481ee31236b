"""Published instances of territory design, read from beside the project; none is part of it."""
