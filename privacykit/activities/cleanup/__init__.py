"""Leaving a public computer: find what the visitor before left, and leave nothing."""
