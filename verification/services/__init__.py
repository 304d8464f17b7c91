"""Acts of comparison: opening rounds, taking extracts in, verifying and concluding findings."""
