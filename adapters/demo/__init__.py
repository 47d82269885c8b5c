"""`interlude demo`: a made-up community whose clock can be moved."""
