"""Station folders as data; runs nothing of theirs."""
