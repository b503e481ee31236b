"""One module for each script in `bin/`."""
