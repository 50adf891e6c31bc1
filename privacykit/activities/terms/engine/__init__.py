"""What the exercises about terms know; no Qt."""
