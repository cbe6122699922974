"""Questions, and headings that ask what to do."""

from __future__ import annotations

import pytest

from tracker.notes.asking import asks_what_to_do, is_question


@pytest.mark.parametrize(
    "text",
    [
        "Why?", "왜 그런가요？", 'she asked "why?"', "정말? (그럴까?)", "언제 멈춰야 할까", "이것으로 충분할까요",
        "무엇을 더 볼 수 있을까.", "이해했습니까", "왜 나누는가", "더 좋은가요", "핵심은 무엇인가", "왜 중요한가",
        "정말 그런가", "어디가 어려운가", "기억나나요",
    ],
)  # fmt: skip
def test_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is so.", "what I learned", "비가 오니까", "어느 쪽에 둬야 할지", "하나", "국가", "휴가", "누군가",
        "전문가", "까", "그렇게 하자", "얼마나 꾸준히 하느냐", "그렇지", "Is that so? Yes.", "",
    ],
)  # fmt: skip
def test_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "heading",
    [
        "지금 당장 무엇을 할까", "What do I do right now?", "앞으로 할 일", "다음 할 일", "next", "Next",
        "NEXT STEPS", "Next steps for the week", "Next:", "What's next?", "what is next", "Up next", "TODO", "To-do",
        "to do", "[TODO]", "TODO (this week)", "✅ 오늘 할 일", "3. 다음 단계", "Action items",
        "What should I do next?", "What will I practise tomorrow?", "What am I going to do about it?",
        "what to do today", "Things I want to try", "Plans for tomorrow", "뭘 해야 할까?", "이제 뭐 하지?",
        "무엇부터 시작할까", "앞으로 무엇을 공부할까", "어떻게 할까?", "할일", "해야 할 일들", "내일의 계획",
        "향후 계획", "실천할 것", "액션 아이템", "다음",
    ],
)  # fmt: skip
def test_a_heading_that_asks_what_to_do(heading: str) -> None:
    assert asks_what_to_do(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "어떤 사람이 되고 싶은가?", "무엇을 배웠나", "오늘 한 일", "왜 스케일링을 할까?", "어떻게 동작할까?",
        "다음 문장 예측", "할인", "다음주 특강 정리", "What kind of person do I want to become?",
        "What did I learn?", "What does attention do?", "What do I know?", "Next Sentence Prediction",
        "Next-token prediction", "Tasks in NLP", "Action recognition", "Notes", "", "🙂", "next " * 40,
    ],
)  # fmt: skip
def test_a_heading_that_does_not(heading: str) -> None:
    assert not asks_what_to_do(heading)
