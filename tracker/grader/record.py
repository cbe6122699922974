"""What is known of one graded run, and the report that follows from it. No processes here."""

from __future__ import annotations

import codecs
import re
import signal
import time
from dataclasses import dataclass, field
from typing import Any

from tracker.grader.protocol import OUTPUT_LIMIT
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict

STACK_MARKS = ("Stack (most recent call first)", "Current thread 0x")
NEWS_PERIOD = 0.1
"""Seconds between two pieces of what is printed: whoever shows them has to draw each."""
MEMORY_ERRORS = ("MemoryError", "can't allocate memory", "not enough memory", "bad_alloc")


@dataclass(eq=False)
class Record:
    """A job under way: what the judge said, what the solution printed, how its process ended.

    Attributes:
        judged: the judge's last word, None before it.
        ended_by: why we ended the run, when it was us.
        solver_code: the solver's exit code, negative for a signal; None while it runs or when it was us.
        offspring: how many processes the solution had started when we ended the run.
        told: how many bytes of the output were passed on while the run goes on, and when that was.
    """

    job: dict[str, Any]
    started: float
    checks: list[CheckResult] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    judged: dict[str, Any] | None = None
    broken: str = ""
    ended_by: Verdict | None = None
    solver_code: int | None = None
    output: bytearray = field(default_factory=bytearray)
    cut: bool = False
    offspring: int = 0
    told: tuple[int, float] = (0, 0.0)
    decoder: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace"))

    @property
    def deadline(self) -> float:
        """When the solution's time is up; what comes after the verdict has its own, generous bound."""
        return self.started + float(self.job["time_limit"]) + (10.0 if self.judged else 0.0)

    def note(self, event: dict[str, Any]) -> None:
        """Take in one event of the judge."""
        kind = event["event"]
        if kind == "collected":
            self.checks = [CheckResult.from_dict(check) for check in event["checks"]]
        elif kind == "check":
            self.checks[event["index"]] = CheckResult.from_dict(event["result"])
            self.done.add(event["index"])
        elif kind == "judged":
            self.judged = event
        elif kind == "diagnosed":
            self.diagnoses = [Diagnosis(**diagnosis) for diagnosis in event["diagnoses"]]
        elif kind == "broken":
            self.broken = event["message"]

    def read_output(self, data: bytes) -> None:
        """Keep what the solution prints, up to the cap."""
        room = OUTPUT_LIMIT - len(self.output)
        self.output += data[:room]
        self.cut = self.cut or len(data) > room

    def news(self) -> str:
        """What was printed since this was asked before; a character that has only half arrived waits."""
        count, moment = self.told
        if self.ended_by is not None or time.monotonic() - moment < NEWS_PERIOD:
            return ""  # what comes after we ended it is the stack that we asked for
        self.told = (len(self.output), time.monotonic())
        return self.decoder.decode(bytes(self.output[count:]))

    def end(self, why: Verdict | None) -> None:
        """Remember why we end the run; after the judge's last word nothing can change the verdict."""
        if self.ended_by is None and self.judged is None:
            self.ended_by = why

    def report(self) -> Report:
        """The report, once both processes are gone."""
        verdict, message, line = self._verdict()
        text = self.output.decode(errors="replace")
        if self.ended_by is Verdict.TIMEOUT:
            text = _without_stack(text)
        if self.cut:
            text += f"\n… cut: only the first {OUTPUT_LIMIT // 1024} KB of what was printed are kept.\n"
        return Report(
            exercise=self.job["slug"],
            verdict=verdict,
            seed=self.job["seed"],
            seconds=time.monotonic() - self.started,
            checks=tuple(self.checks),
            diagnoses=tuple(self.diagnoses),
            message=message,
            output=text,
            line=line,
        )

    def _verdict(self) -> tuple[Verdict, str, int | None]:
        if self.broken:
            return Verdict.BROKEN_ENVIRONMENT, self.broken, None
        if self.ended_by is Verdict.TIMEOUT:
            line = self._stack_line()
            where = f" It was at line {line}." if line else ""
            return Verdict.TIMEOUT, f"Stopped after {self.job['time_limit']:g} s without an answer.{where}", line
        if self.ended_by is Verdict.OUT_OF_MEMORY:
            limit = self.job["memory_limit"] / 1024**3
            started = "process" if self.offspring == 1 else f"{self.offspring} processes"
            who = f"your code and the {started} that it started" if self.offspring else "your code"
            return Verdict.OUT_OF_MEMORY, f"Stopped: {who} took more than {limit:.2g} GB of memory.", None
        if self.judged and not self.judged["lost"]:
            return self._judged(self.judged)
        return Verdict.CRASHED, self._crash(), None

    def _judged(self, judged: dict[str, Any]) -> tuple[Verdict, str, int | None]:
        message, line = judged["message"], judged["line"]
        if judged["verdict"] == Verdict.ERROR and any(word in message for word in MEMORY_ERRORS):
            return Verdict.OUT_OF_MEMORY, message, line
        complete = len(self.done) == len(self.checks) and all(check.passed for check in self.checks)
        if judged["verdict"] == Verdict.PASSED and not complete:
            return Verdict.FAILED, "Not every check ran.", None
        return Verdict(judged["verdict"]), message, line

    def _crash(self) -> str:
        """How the solver's process ended, in a sentence."""
        code = self.solver_code
        if code is None or self.judged is None:
            return "Grading was cut short: the judge's process ended. Run it again."
        if code >= 0:
            return f"Your code ended the Python process (exit code {code}) before it answered."
        if -code == getattr(signal, "SIGXCPU", 0):
            return "Stopped: your code used more processor time than the exercise allows."
        name = signal.strsignal(-code) or f"signal {-code}"
        return f"Your code crashed the Python process: {name.lower()} ({signal.Signals(-code).name})."

    def _stack_line(self) -> int | None:
        """The learner's line in the stack that was printed when time was up."""
        text = self.output.decode(errors="replace")
        pattern = rf'File "{re.escape(self.job["solution"])}", line (\d+)'
        found = re.findall(pattern, text[text.rfind("most recent call first") :])
        return int(found[0]) if found else None


def _without_stack(text: str) -> str:
    starts = [text.rfind(mark) for mark in STACK_MARKS if mark in text]
    return text[: max(starts)] if starts else text
