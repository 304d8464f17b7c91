"""The acts of petitions, one module per noun."""
