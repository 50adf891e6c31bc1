"""A made-up web on loopback, with trackers that really behave; no Qt."""
