"""People, words and time. Imports no platform, no web server, no clock."""
