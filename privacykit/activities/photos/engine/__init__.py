"""What a photo tells, and a copy that tells less; no Qt."""
