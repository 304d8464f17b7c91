"""What a visit asks, part by part; ``surveys.schema`` puts the sections in order."""
