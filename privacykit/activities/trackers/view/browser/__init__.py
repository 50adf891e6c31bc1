"""The browser of the exercise: off the record, watched, with a choice of doors."""
