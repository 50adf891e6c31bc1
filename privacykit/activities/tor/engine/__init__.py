"""The logic of the exercises: no windows, no network."""
