"""Notes: text → blocks → reflections, their identity, and the questions that others ask of them."""
