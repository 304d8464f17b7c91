"""Visits: the four-part survey of a household (四个摸清)."""
