"""The Teams door. `door.TeamsDoor` is its only way in; docs in each room's first line."""
