"""How the exercise ranks, explains and compares; no Qt."""
