"""Pages of comparison (信息核对)."""
