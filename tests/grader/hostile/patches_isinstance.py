"""Makes everything an instance of everything."""

import builtins

builtins.isinstance = lambda *args: True
builtins.type = lambda *args: builtins.type


def double(x):
    return x
