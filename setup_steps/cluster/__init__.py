"""A private PostgreSQL cluster on a unix socket, in the project's own folder."""
