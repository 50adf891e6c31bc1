"""The command line for IT staff: `privacykit …`, one file for each command group; no Qt."""
