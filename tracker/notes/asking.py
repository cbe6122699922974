"""Which texts ask a question, and which headings ask what to do next; in Korean and in English."""

from __future__ import annotations

import re
from functools import lru_cache

_CLOSING = " \"'”’」』)]"
_TRAILING = _CLOSING + ".…!~"

# Korean questions without a mark. Only endings that are hardly anything else: `-는가`, `-은가`, `-인가`, `-한가`,
# `-던가` and a few more, with or without `요`, and `-나요`. Not `-지` (해야 할지), `-나` (하나) or `-냐` (하느냐): they
# end statements too.
_KOREAN = re.compile(r".{0,2}[가-힣](?:[는은인한던런운른큰]가요?|나요)")
_L_FINAL, _B_FINAL = 8, 17  # ㄹ and ㅂ in the order of final consonants in Unicode


def is_question(text: str) -> bool:
    """Whether a text asks: it ends in a question mark, or in a Korean ending that only questions have."""
    if text.rstrip(_CLOSING).endswith(("?", "？")):
        return True
    bare = text.rstrip(_TRAILING)
    return bool(_KOREAN.fullmatch(bare[-4:])) or _ends_in_kka(bare)


def _ends_in_kka(text: str) -> bool:
    """`-ㄹ까(요)` (할까, 있을까) and `-ㅂ니까` (합니까); not `-니까`, which means because."""
    bare = text.removesuffix("요")
    if not bare.endswith("까") or len(bare) < 2:
        return False
    if bare[-2] == "니":
        return len(bare) > 2 and _final_consonant(bare[-3]) == _B_FINAL
    return _final_consonant(bare[-2]) == _L_FINAL


def _final_consonant(syllable: str) -> int:
    """Number of a Hangul syllable's final consonant; 0 for none and for anything else."""
    return (ord(syllable) - ord("가")) % 28 if "가" <= syllable <= "힣" else 0


_WHEN = r"(?:(?:right )?now|next|then|today|tonight|tomorrow|first|this week|next week|about it|from here)"
_ACT = r"(?:do|doing|start|try|practi[sc]e|study|work on)"
_NEXT = r"(?:up|steps?|actions?|tasks?|things?|goals?|moves?|to-?dos?|time|week|day)"
_LIST = r"(?:to[- ]?do(?:'?s)?(?: lists?)?|tasks?|action items?|actions|action plan)"
_ENGLISH_ASKS = (
    r"(?:so |and |then )?what(?:['’]s| is| comes)? (?:next|now)",
    rf"what (?:do|should|will|can|must|shall|would|could|am|are) (?:i|we) .{{0,30}}{_ACT}(?: {_WHEN}| with .{{1,30}})?",
    rf"what to (?:learn|{_ACT})(?: {_WHEN})?",
    rf"next(?: {_NEXT}(?: (?:for|to|with|this|after) .*)?)?|up next",
    rf"(?:my |open )?{_LIST}(?: for .*| {_WHEN})?",
    r"(?:things|stuff) (?:i (?:need|have|want|should|will) )?to (?:do|try).{0,20}",
    r"(?:my )?plans? for (?:today|tomorrow|(?:the|this|next) week)",
)
_WHAT = r"(?:무엇|무얼|무어|뭐|뭘)(?:을|를|부터)? ?(?:(?:먼저|더|다시|새로|또) )?(?:시작|공부|실천|준비|연습|구현)?"
_SHALL = r"(?:할까|할 ?지|할 것|할 수 있|해야|해 ?볼|하지|하면 좋|할래|하려|하자)"
_KOREAN_ASKS = (
    rf".{{0,20}}{_WHAT} ?{_SHALL}.{{0,12}}",
    r".{0,20}어떻게 (?:할까|해야 (?:할까|하)|하면 좋|행동|실천).{0,12}",
    r"(?:.{0,16} )?(?:해야 ?)?할 ?(?:일|것)들?(?: ?(?:목록|리스트|정리|모음))?(?:은|이|는)?",
    r"(?:.{0,12} )?(?:다음|향후|앞으로의|이후) ?(?:단계|행동|계획|스텝|과제|목표|액션)들?",
    r"(?:내일|오늘|이번 ?주|다음 ?주)의? ?(?:계획|목표|과제)",
    r"다음(?:은|에는|엔)?",
    r"실천 ?(?:할 ?(?:것|일|점)|사항|계획|과제)?|행동 ?계획|액션 ?(?:아이템|플랜)|투 ?두(?: ?리스트)?",
)
_WHAT_TO_DO = re.compile("|".join((*_ENGLISH_ASKS, *_KOREAN_ASKS)))
_REMARK = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]\s*$")
_NUMBER = re.compile(r"(?:\d+[.)]\s*)+")
_LONGEST_ASKING = 80
"""Characters; no heading that is longer only asks what to do."""


@lru_cache(maxsize=1024)
def asks_what_to_do(heading: str) -> bool:
    """Whether the items under a heading are next actions, as under 지금 당장 무엇을 할까, Next steps or TODO.

    Numbers, emoji and punctuation around the words do not matter, nor does a remark in brackets after them.
    """
    if len(heading) > _LONGEST_ASKING:
        return False
    words = heading.lower()
    if words.endswith((")", "]", "）")):
        words = _REMARK.sub("", words) or words
    words = _bare(words)
    return bool(_WHAT_TO_DO.fullmatch(" ".join(words.split())))


def _bare(text: str) -> str:
    """Without what stands around the words: punctuation, emoji, and numbers as in `3. `."""
    start, end = 0, len(text)
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "'"):
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return _NUMBER.sub("", text[start:end], count=1) if text[start:end][:1].isdigit() else text[start:end]
