"""Commands of ``foundation``."""
