"""Acts of assistance, one module per noun."""
