"""Availability, computed from everything that is known of the operators."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from handoff.presence import LEASE, REASONS, Operator, Standing, Status, availability

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVA = Operator("eva", "Eva", slots=2, status=Status.AVAILABLE)
FREE = Standing(EVA, used=0, beat_at=NOW)


@pytest.mark.parametrize(
    ("status", "phone", "email", "used", "beat"),
    list(product(Status, (False, True), (False, True), (0, 1, 2), (None, 0, 14.9, 15, 60))),
)
def test_available_is_only_who_fulfils_everything(
    status: Status, phone: bool, email: bool, used: int, beat: float | None
) -> None:
    """Status, phone, e-mail, lease and slots each keep an operator from being available."""
    beat_at = None if beat is None else NOW - timedelta(seconds=beat)
    operator = replace(EVA, status=status, on_phone=phone, on_email=email)
    standing = Standing(operator, used, beat_at)
    expected = (
        status is Status.AVAILABLE
        and not phone
        and not email
        and used < 2
        and (beat is not None and beat < LEASE.total_seconds())
    )

    assert (standing.why_not(NOW) == ()) == expected
    assert availability([standing], 0, NOW).available == expected
    assert set(standing.why_not(NOW)) <= set(REASONS)


def test_a_clock_that_stepped_back_ends_no_lease() -> None:
    """A beat from the future is a beat."""
    assert not replace(FREE, beat_at=NOW + timedelta(minutes=5)).why_not(NOW)


def test_each_operator_is_counted_once_under_the_main_reason() -> None:
    """The counts tell how the light came about, and add up to the operators there are."""
    standings = [
        FREE,
        Standing(replace(EVA, on_phone=True, on_email=True), 2, NOW),
        Standing(replace(EVA, on_email=True), 0, NOW),
        Standing(EVA, 2, NOW),
        Standing(replace(EVA, status=Status.AWAY), 0, NOW),
        Standing(replace(EVA, status=Status.OFFLINE), 0, None),
        Standing(EVA, 0, None),
    ]

    result = availability(standings, 3, NOW)

    assert result.available
    assert result.waiting == 3
    assert dict(result.reason) == dict.fromkeys(REASONS, 1)


def test_nobody_on_the_floor_is_not_available() -> None:
    """An empty floor shows no green."""
    assert not availability([], 0, NOW).available
