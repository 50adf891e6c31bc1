"""A frozen home: what it was, what differs from it now, and bringing it back. Needs root."""
