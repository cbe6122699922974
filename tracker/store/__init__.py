"""The database: tables, the engine that opens it, migrations and backups."""
