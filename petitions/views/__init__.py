"""The screens of petitions, one module per noun."""
