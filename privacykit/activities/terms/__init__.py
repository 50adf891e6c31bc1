"""Terms nobody reads: join, a quiz that takes, clauses in plain words, read it for me."""
