"""Economic checks against other agencies (信息核对)."""
