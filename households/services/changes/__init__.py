"""Acts on whole households: one module per act, each foreseen, done and remembered."""
