"""A digital-privacy workshop kit for public libraries, and a wipe that looks again."""

__version__ = "0.1.0"
