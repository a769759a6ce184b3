"""What runs in processes of its own, so that it can be measured whole."""
