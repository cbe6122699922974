"""Grading: a host process with torch warm forks a judge and a solver for every run."""
