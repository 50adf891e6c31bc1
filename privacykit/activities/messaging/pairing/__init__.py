"""Two computers in one room: pairing by a code, sealed messages; no Qt.

Nothing listens before a person opens it, on one address of the room's own network, for one other
computer, for a few minutes. Nothing is logged or kept.
"""
