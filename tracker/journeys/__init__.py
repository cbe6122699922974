"""Journeys: the few actions that cross features and are one transaction all the same."""
