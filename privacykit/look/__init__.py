"""How every window looks and behaves: theme, parts, background work."""
