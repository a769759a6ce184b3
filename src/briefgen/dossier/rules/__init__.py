"""What a careful colleague would catch: one function a rule, listed in ``registry``."""
