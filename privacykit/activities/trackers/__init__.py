"""Who is watching: a practice web, its trackers and what they keep."""
