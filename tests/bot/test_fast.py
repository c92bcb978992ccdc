"""What was made faster behaves as stock Rasa, and refuses any other version."""

import time
from typing import Any

import pytest
import rasa
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot import fast

STOCK = RemoteAction._validate_action_result
ANSWERS: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": {"fields": []}}], "responses": []},
    {"events": [{"event": "followup", "name": "diagnostics_form"}]},
    {"events": [{"event": "slot", "value": 1}]},
    {"events": [{"event": "no-such-event"}]},
    {"events": {}, "responses": []},
    {"events": [], "responses": ["text"]},
    {"events": ["slot"]},
    [],
    None,
]


def outcome(validate: Any, answer: Any) -> Any:
    try:
        return validate(RemoteAction("a", None), answer)
    except ValidationError as error:
        return list(error.absolute_path), error.validator


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_compiled_validation_decides_as_stock(answer: Any) -> None:
    """The same answers pass, and the others fail at the same place."""
    assert outcome(fast.compiled_validation(), answer) == outcome(STOCK, answer)


def test_the_compiled_validation_is_faster() -> None:
    """By far: it does not check the constant schema again."""
    answer, compiled = ANSWERS[2], fast.compiled_validation()

    def spent(validate: Any) -> float:
        start = time.perf_counter()
        for _ in range(20):
            outcome(validate, answer)
        return time.perf_counter() - start

    assert spent(compiled) < spent(STOCK) / 3


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade has to look at these changes first."""
    monkeypatch.setattr(rasa, "__version__", "3.6.22")

    with pytest.raises(fast.WrongRasa):
        fast.apply()
