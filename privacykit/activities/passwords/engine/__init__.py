"""What the password exercises compute; no Qt."""
