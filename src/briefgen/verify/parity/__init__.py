"""Whether the two files of an edition say the same."""
