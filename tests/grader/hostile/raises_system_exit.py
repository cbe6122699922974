"""Ends while it is imported."""

raise SystemExit
