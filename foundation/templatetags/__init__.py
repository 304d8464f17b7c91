"""Template tags and filters, one module, a builtin of the template engine."""
