"""Ends a session and proves it; no Qt; the only room that deletes."""
