"""First stage: source files become located records; every value keeps its place."""
