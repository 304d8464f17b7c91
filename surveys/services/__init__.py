"""Acts on visits and campaigns."""
