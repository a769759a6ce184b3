"""Warm child processes that can compute and answer, and nothing else."""
