"""Asks the learner a question."""


def double(x):
    return input("which factor? ")
