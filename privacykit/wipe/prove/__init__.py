"""A proof: real programs leave marks in a throwaway account, its session ends, all is searched."""

from privacykit.wipe.prove.proof import run

__all__ = ["run"]
