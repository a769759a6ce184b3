"""The stages in order, edition by edition: read `run.py` from top to bottom."""
