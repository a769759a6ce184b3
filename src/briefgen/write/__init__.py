"""Sixth stage: a layout becomes the bytes of a PDF and of a Word file."""
