"""Has something to do at the end that never ends, and a thread that does not either."""

import atexit
import threading

never = threading.Event()
atexit.register(never.wait)
threading.Thread(target=never.wait).start()
threading._register_atexit(never.wait)


class Last:
    def __del__(self):
        never.wait()


last = Last()


def double(x):
    return x
