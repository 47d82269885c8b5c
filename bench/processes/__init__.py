"""The servers that are measured, each a process of its own on its own core."""
