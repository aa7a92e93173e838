"""A job beside what its owner computes: after ``wait`` it is done, whatever the database; what it raises is raised."""

from collections.abc import Callable
from threading import get_ident

import pytest
from sqlalchemy import text

from ledger.store.behind import Behind, Job, Step
from ledger.store.db import open_store, reading
from tests.stores import Place


def appending(done: list[int], number: int) -> Callable[[], None]:
    return lambda: done.append(number)


def in_two_steps(done: list[int], number: int) -> Job:
    def job() -> Step:
        done.append(number)
        return appending(done, -number)

    return job


def test_each_job_is_over_before_the_next_begins_and_the_last_one_is_not_forgotten(place: Place) -> None:
    done: list[int] = []
    engine = open_store(place.mirror, "mirror")
    with Behind(engine.dialect) as behind:
        for number in range(3):
            behind.go()
            behind.wait()
            assert done == list(range(number))
            behind.then(appending(done, number))
    assert done == [0, 1, 2]
    engine.dispose()


def test_what_a_job_raises_is_raised_and_a_job_after_a_fault_is_not_begun(place: Place) -> None:
    done: list[int] = []

    def failing() -> None:
        raise ZeroDivisionError

    def failing_first(behind: Behind) -> None:
        with behind:
            for job in (failing, appending(done, 0)):
                behind.then(job)
                behind.go()

    def failing_beside(behind: Behind) -> None:
        with behind:
            behind.then(appending(done, 1))
            raise KeyError

    engine = open_store(place.mirror, "mirror")
    with reading(engine) as connection:
        with pytest.raises(ZeroDivisionError):
            failing_first(Behind(engine.dialect))
        with pytest.raises(ZeroDivisionError), Behind(engine.dialect) as behind:
            behind.then(failing)
        with pytest.raises(KeyError):
            failing_beside(Behind(engine.dialect))
        assert connection.execute(text("SELECT 1")).scalar() == 1
    assert done == []
    engine.dispose()


def test_what_a_job_leaves_is_done_before_the_next_job_begins_and_its_fault_is_not_lost(place: Place) -> None:
    done: list[int] = []

    def leaving_a_fault(behind: Behind) -> None:
        with behind:
            for job in (lambda: lambda: appending(done, 1 // 0)(), appending(done, 9)):
                behind.then(job)
                behind.go()

    engine = open_store(place.mirror, "mirror")
    with Behind(engine.dialect) as behind:
        for number in (1, 2, 3):
            behind.then(in_two_steps(done, number))
            behind.go()
    assert done == [1, -1, 2, -2, 3, -3]
    with pytest.raises(ZeroDivisionError):
        leaving_a_fault(Behind(engine.dialect))
    assert 9 not in done
    engine.dispose()


def test_beside_goes_all_of_a_job_on_a_server_and_on_sqlite_what_it_leaves(place: Place) -> None:
    threads: list[int] = []

    def job() -> Step:
        threads.append(get_ident())
        return lambda: threads.append(get_ident())

    engine = open_store(place.mirror, "mirror")
    with Behind(engine.dialect) as behind:
        behind.then(job)
    first, second = threads
    assert second != get_ident()
    assert (first == get_ident()) is (engine.dialect.name == "sqlite")
    engine.dispose()
