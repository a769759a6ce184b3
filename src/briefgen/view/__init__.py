"""Third stage: what one audience may see, and nothing else, as plain values."""
