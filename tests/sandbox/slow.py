"""Takes long to be loaded."""

import time

time.sleep(50)
