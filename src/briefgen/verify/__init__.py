"""Verify: finished files are opened and searched for what their audience may not see."""
