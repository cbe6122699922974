"""The rooms and dialogs of the dashboard, each beside its stylesheet."""
