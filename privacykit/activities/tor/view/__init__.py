"""The exercises on screen."""
