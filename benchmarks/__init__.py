"""briefgen beside the tools that people would use instead: `script/benchmark` runs all of it."""
