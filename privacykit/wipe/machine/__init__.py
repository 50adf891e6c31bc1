"""The sessions of frozen accounts on this computer: set up, begun, ended, finished after a cut."""
