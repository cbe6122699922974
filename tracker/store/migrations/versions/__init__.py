"""One module per revision; the revision's number is the schema version it makes."""
