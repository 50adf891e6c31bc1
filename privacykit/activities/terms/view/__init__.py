"""What the exercises about terms look like."""
