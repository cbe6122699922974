"""Practice: the exercise catalogue, attempts, hints, the reference that opens late, and the spaced schedule."""
