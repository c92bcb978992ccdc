"""Deaths are counted once each, told in a line, and too many of them end the launcher."""

from launch.supervise import ChildState
from launch.watch import TOO_MANY, TOO_OFTEN, Watch


def running(pid: int, started: int) -> list[ChildState]:
    """Supervisor says that rasa runs."""
    return [ChildState("rasa", "RUNNING", pid, started)]


def down(started: int, state: str = "BACKOFF") -> list[ChildState]:
    """Supervisor says that rasa's last run ended."""
    return [ChildState("rasa", state, 0, started)]


def test_a_first_start_is_not_told() -> None:
    """Nothing died, so there is nothing to say."""
    watch = Watch(["rasa"])

    assert watch.update(down(0, "STARTING") + running(10, 1), now=0) == []


def test_a_killed_child_is_told_with_its_process_and_again_when_it_is_ready() -> None:
    """A line says that it ended, another that it is back."""
    watch = Watch(["rasa"])
    rasa = watch.children["rasa"]
    watch.update(running(10, 1), now=0)
    assert rasa.saw_health(True, "") == []

    assert watch.update(running(11, 2), now=1) == ["! rasa (process 10) ended and is restarted"]
    assert not rasa.healthy
    assert rasa.saw_health(True, "") == ["  rasa is ready again (process 11)"]


def test_one_death_seen_twice_is_counted_once() -> None:
    """First its end is seen, then that a new run began."""
    watch = Watch(["rasa"])
    watch.update(running(10, 1), now=0)

    watch.update(down(1, "EXITED"), now=1)
    watch.update(down(1, "EXITED"), now=2)
    watch.update(running(11, 2), now=3)

    assert watch.children["rasa"].deaths == 1


def test_a_child_that_never_gets_ready_is_hopeless() -> None:
    """So many deaths in a row without once being ready are enough."""
    watch = Watch(["rasa"])
    for run in range(1, TOO_OFTEN + 1):
        assert watch.hopeless() is None
        watch.update(down(run), now=run)

    assert watch.hopeless() is watch.children["rasa"]


def test_being_ready_forgives_deaths() -> None:
    """A child that is killed now and then, and comes back, is kept."""
    watch = Watch(["rasa"])
    for run in range(1, TOO_OFTEN + 3):
        watch.update(running(run, run), now=run * 1000)
        watch.children["rasa"].saw_health(True, "")

    assert watch.hopeless() is None


def test_a_child_that_comes_back_only_to_die_is_given_up_in_the_end() -> None:
    """Readiness does not help against dying all the time."""
    watch = Watch(["rasa"])
    for run in range(1, TOO_MANY + 2):
        watch.update(running(run, run), now=run)
        watch.children["rasa"].saw_health(True, "")

    assert watch.hopeless() is not None


def test_waiting_lists_who_is_not_ready() -> None:
    """Ready means that it said so itself."""
    watch = Watch(["rasa", "redis"])
    watch.update(running(10, 1), now=0)
    watch.children["rasa"].saw_health(True, "")

    assert [child.name for child in watch.waiting()] == ["redis"]
