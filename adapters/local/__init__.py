"""A chat page and a terminal: the door that needs no account. Only `demo`, `chat` and `ask` open it."""
