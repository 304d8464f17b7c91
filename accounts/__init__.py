"""Users, roles, permissions, areas, area scope, audit, jobs, messages."""
