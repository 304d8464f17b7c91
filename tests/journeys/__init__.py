"""People's ways through the real browser."""
