"""Encrypted messages: two phones and a server, the safety number, and a file for a friend."""
