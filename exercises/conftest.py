"""Lets `pytest exercises/…` run without the app: the fixtures and options of `tracker.grader.standalone`."""

from tracker.grader.standalone import (  # noqa: F401
    pytest_addoption,
    pytest_report_header,
    reference,
    solution,
)
