"""Households in hardship and their members (一户一档)."""
