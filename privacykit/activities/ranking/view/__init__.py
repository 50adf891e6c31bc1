"""What the ranking exercises look like."""
