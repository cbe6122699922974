"""A learning tracker for people who learn AI engineering."""

__version__ = "0.1.0"
