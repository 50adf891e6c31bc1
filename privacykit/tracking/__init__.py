"""What a web page calls: parties, companies, rules, recordings, reports; no Qt, no network."""
