"""Chaos by one command: real processes, a real database, an unkind platform, and SIGKILL at any moment.

`python -m tests.chaos --kills 200`
"""
