"""Takes five seconds to import."""

import time

time.sleep(5)


def double(x):
    return 2 * x
