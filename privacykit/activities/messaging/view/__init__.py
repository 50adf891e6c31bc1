"""What the exercises about messages look like."""
