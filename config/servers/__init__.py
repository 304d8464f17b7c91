"""The embedded PostgreSQL and Valkey of demo, development and tests."""
