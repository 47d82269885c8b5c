"""How fast and how large it is, against the platforms' own frameworks. Not shipped; `python -m bench --help`."""
