"""Takes a gigabyte that counts as shared."""

import mmap


def double(x):
    kept = mmap.mmap(-1, 1 << 30)
    for start in range(0, 1 << 30, 4096):
        kept[start] = 1
    while True:
        kept[0] = 1
