"""One file a subject: what is heard becomes a turn, a prompt becomes a message. Plain functions, no platform, no
clock."""
