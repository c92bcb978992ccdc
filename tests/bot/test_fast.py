"""What was made faster behaves as stock Rasa, and refuses any other version."""

import time
from typing import Any, ClassVar

import pytest
import rasa
from jsonschema import ValidationError
from rasa.core.actions import action as action_module
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

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


class HangingServer:
    """An action server that notes how long Rasa would wait for it."""

    url = "http://actions.test"
    kwargs: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        self.waits: float | None = None

    async def request(self, timeout: float, **rest: Any) -> dict[str, Any]:
        self.waits = timeout
        return {}


async def test_an_action_is_waited_for_within_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not five minutes."""
    monkeypatch.setattr(action_module, "DEFAULT_REQUEST_TIMEOUT", 300)
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    fast.apply()
    server: Any = HangingServer()
    tracker = DialogueStateTracker("c:1", [])

    await RemoteAction("a", server).run(CollectingOutputChannel(), None, tracker, Domain.empty())  # type: ignore[arg-type]

    assert server.waits == fast.ACTION_SECONDS


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade has to look at these changes first."""
    monkeypatch.setattr(rasa, "__version__", "3.6.22")

    with pytest.raises(fast.WrongRasa):
        fast.apply()
