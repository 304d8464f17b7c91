"""Acts on households and members."""
