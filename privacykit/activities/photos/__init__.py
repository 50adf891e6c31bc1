"""What a photo tells."""
