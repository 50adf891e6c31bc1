"""What lies where, and what is still open; no Qt."""
