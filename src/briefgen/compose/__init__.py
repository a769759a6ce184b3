"""Fourth stage: a view and an audience's templates become one checked HTML document."""
