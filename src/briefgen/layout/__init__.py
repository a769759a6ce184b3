"""Fifth stage: the composed document is laid out once, for both writers."""
