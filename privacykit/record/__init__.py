"""The signed record of every wipe, and what the desktop may show of it; no personal data."""
