"""The library's own privacy check-up: one small function per check, registered by id."""
