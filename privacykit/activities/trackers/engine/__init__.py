"""How the exercises count, draw and explain; no Qt."""
