"""What the password exercises look like."""
