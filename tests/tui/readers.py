"""A learner who reads notes."""

from __future__ import annotations

import pytest

from tests.tui.pilots import press, screen_text, until

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)
NOTE = """\
# 12일차 회고

#### 어떤 개발자가 되고 싶은가?

- **어텐션(Attention)**은 결국 가중합이다.
  - 마스크는 소프트맥스 앞에서 더한다.
- 왜 $\\sqrt{d_k}$로 나누는가?

#### 지금 당장 무엇을 할까

- 멀티헤드 어텐션을 빈 파일에서 다시 작성한다.
"""


class Reader:
    """A learner who reads notes."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot

    @property
    def room(self):
        return self.app.screen

    async def press(self, *keys):
        await press(self.pilot, *keys)

    async def until(self, condition, what):
        await until(self.pilot, condition, what)

    def sees(self, words):
        return words in screen_text(self.app)

    async def at(self, words):
        """Walk to the reflection that says this."""
        for _ in range(20):
            if self.room.reflection is not None and words in self.room.reflection.text:
                return
            await self.press("down")
        raise AssertionError(f"no reflection says {words}")
