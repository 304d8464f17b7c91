"""Eligibility as pure functions: facts and dated parameters in, explained findings out."""
