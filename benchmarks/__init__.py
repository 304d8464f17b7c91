"""Measurements as ratios within one run, printed as JSON lines."""
