class SetupError(Exception):
    """A set-up step could not be done; the message says why and what to do."""
