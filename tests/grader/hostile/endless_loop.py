"""Never ends."""


def double(x):
    while True:
        x = x + 1
