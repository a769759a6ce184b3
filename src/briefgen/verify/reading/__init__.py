"""Readers of finished files, which share no code with what wrote them."""
