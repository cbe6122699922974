"""Goals: what the learner wants, in milestones that are met by evidence or ticked by hand."""
