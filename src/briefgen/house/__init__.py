"""The house around the pipeline: workspace, audiences, fonts, catalogues of words."""
