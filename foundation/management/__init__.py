"""Management of the code's own words and files."""
