"""Who sees what: three envelopes, who knows what, which tool, a hard question, is Tor here."""
