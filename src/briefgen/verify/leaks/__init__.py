"""What finished files must not hold: every corner of them is searched."""
