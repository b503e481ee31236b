"""Watching over what is recorded: the chain of events, activity, alerts, signed exports."""
