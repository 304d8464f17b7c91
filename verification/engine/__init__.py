"""The comparison engine: an agency's file and the registry's keys in, matches and findings out."""
