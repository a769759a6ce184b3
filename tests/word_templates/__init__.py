"""Word templates of a ministry: made here, filled by the pipeline, opened again."""
