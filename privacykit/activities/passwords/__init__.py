"""Passwords: guess the order, how long would it hold, roll a passphrase, has it leaked."""
