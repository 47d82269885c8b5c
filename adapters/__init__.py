"""Platforms and processes. Import bot; platforms never import each other."""
