"""Known wrong ways to double."""


class squared:
    """You square: multiply by 2 instead."""

    @staticmethod
    def double(x):
        return x * x


class detached:
    """Your values are right, but no gradient flows: leave out `.detach()`."""

    @staticmethod
    def double(x):
        return 2 * x.detach()
