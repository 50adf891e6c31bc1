"""Two computers in one room: pairing by a code, sealed messages; no Qt."""
