"""A person's traces on Windows: tables and plans, decided by functions that run anywhere.

Nothing in here has run on a real Windows: plans are tried on made-up trees and registries, and
`calls`, the one module that would change anything there, with a stand-in for Windows.
"""
