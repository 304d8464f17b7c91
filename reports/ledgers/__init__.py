"""Ledgers that take from several apps; each other app delivers those of its own data."""
