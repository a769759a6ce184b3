"""Whether finished files are what briefgen promises: well-formed, accessible, self-contained."""
