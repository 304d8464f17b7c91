"""A fictitious city on the real divisions, for trying out, teaching and measuring (演示数据)."""
