"""What the exercises about messages compute; no Qt."""
