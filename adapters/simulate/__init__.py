"""`interlude simulate`: a whole community through a season in seconds, on the real engine with a clock of its own."""
