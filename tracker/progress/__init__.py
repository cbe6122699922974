"""Progress: streak, learning curve, first-try rate and recurring mistakes, out of what was observed."""
