"""Strangers' files are read in a process of its own, with bounded time, memory and output."""
