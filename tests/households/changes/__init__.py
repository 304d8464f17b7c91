"""Acts on whole households."""
