"""Cycles are looked for seldom while masses of rows pass through, and as before afterwards."""

import gc

import pytest

from ledger.kit.collecting import seldom


def test_afterwards_all_is_as_before_however_it_ended() -> None:
    before = gc.get_threshold()
    inside: list[tuple[int, int, int]] = []

    @seldom()
    def failing() -> None:
        inside.append(gc.get_threshold())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert inside[0][0] > before[0]
    assert gc.get_threshold() == before


def test_one_within_another_ends_with_the_outer_one() -> None:
    before = gc.get_threshold()
    with seldom():
        with seldom():
            pass
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
