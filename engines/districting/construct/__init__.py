"""First plans."""
