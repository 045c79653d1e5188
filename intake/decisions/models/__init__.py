"""What stands around a decision: letter, conditions, appeals, second readers."""

from .appeals import Appeal, AppealAnswer
from .letters import Condition, ConditionStep, Letter
from .second import Opinion, ReadingEnd, SecondReaderPolicy, SecondReading

__all__ = [
    "Appeal",
    "AppealAnswer",
    "Condition",
    "ConditionStep",
    "Letter",
    "Opinion",
    "ReadingEnd",
    "SecondReaderPolicy",
    "SecondReading",
]
