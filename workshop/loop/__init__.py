"""The planner's loop: residents' words into the plan's next version, and the answer back. Pure."""
