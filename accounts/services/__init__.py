"""Acts on accounts: users, areas, jobs, messages."""
