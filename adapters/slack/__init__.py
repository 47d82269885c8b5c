"""The Slack door. `door.SlackDoor` is all that the rest of the project needs to know."""
