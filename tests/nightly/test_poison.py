"""Documents that hurt whoever reads them, over several nights, through the whole command; what a reader can reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nights import DONE, FAKES, QUARANTINED, QuickNight, arrive, differences, ledger, processed, short_folder

from pipeline.engine.confine import version

REASONS = {
    "segfault": "crashed",
    "exit": "crashed",
    "hang": "timed-out",
    "spin": "timed-out",
    "eat": "out-of-memory",
}
TRIES = {"segfault": 2, "exit": 2, "hang": 1, "spin": 1, "eat": 2}
BOUNDS = "[engine]\nconfined = false\ndeadline_seconds = {seconds}\nmemory_megabytes = 1024\nworkers = 2\n"
CONFINED = "[engine]\nconfined = {confined}\nworkers = 1\n"


class Poisoned:
    """A folder with good papers and bad ones, the exit code of each night, and how often each bad one was tried."""

    def __init__(self, root: Path, *faults: str, seconds: float = 5) -> None:
        self.night = QuickNight(root, BOUNDS.format(seconds=seconds), FAKES)
        self.tries = root / "tries"
        self.first_ledger: dict[str, dict[str, str]] = {}
        self.codes: list[int] = []
        self.tried: list[Counter[str]] = []
        self.read: list[int] = []
        for number in range(3):
            arrive(self.night.inbox, number)
        for fault in faults:
            (self.night.inbox / f"{fault}.txt").write_text(f"POISON {fault}\n")

    def sleep(self, **environment: str) -> None:
        """One night."""
        self.codes.append(self.night.go(POISON_TRIES=str(self.tries), **environment))
        self.tried.append(Counter(self.tries.read_text().split()))
        self.read.append(processed(self.night.out))


def bad_nights(root: Path) -> Poisoned:
    """Two nights over every fault, and one run over the good papers alone."""
    poisoned = Poisoned(root, *REASONS)
    poisoned.sleep()
    poisoned.first_ledger = ledger(poisoned.night.out)
    poisoned.sleep()
    for fault in REASONS:
        (poisoned.night.inbox / f"{fault}.txt").unlink()
    poisoned.night.go(out=root / "n" / "good")
    return poisoned


def better_nights(root: Path) -> Poisoned:
    """Four nights over one fault: nothing changes, then the version, then a bound."""
    poisoned = Poisoned(root, "exit")
    poisoned.sleep()
    poisoned.sleep()
    poisoned.sleep(POISON_VERSION="99")
    poisoned.night.set(BOUNDS.format(seconds=6))
    poisoned.sleep(POISON_VERSION="99")
    return poisoned


def looked(root: Path, confined: str) -> str:
    """What a reader could reach that tried to read its own input's folder, the catalogue and a key, and to send."""
    night = QuickNight(root, CONFINED.format(confined=confined), FAKES)
    secret = root / "secret.key"
    secret.write_text("not for readers of documents")
    arrive(night.inbox, 1)
    paths = (secret, night.inbox / "paper 0001.txt", night.out / "catalogue.sqlite")
    (night.inbox / "look.txt").write_text("POISON look\n" + "\n".join(map(str, paths)))
    night.go()
    return ledger(night.out)["look.txt"]["message"]


@pytest.fixture(scope="module")
def nights() -> Iterator[dict[str, Poisoned | str]]:
    """All of them at the same time: most of the time they wait for what hangs."""
    with short_folder() as root, ThreadPoolExecutor() as pool:
        jobs = {
            "bad": pool.submit(bad_nights, root / "bad"),
            "better": pool.submit(better_nights, root / "better"),
            "confined": pool.submit(looked, root / "confined", "true"),
            "unconfined": pool.submit(looked, root / "unconfined", "false"),
        }
        yield {name: job.result() for name, job in jobs.items()}


@pytest.mark.parametrize("fault", REASONS)
def test_a_document_that_hurts_its_reader_is_named_with_its_reason(nights, fault):
    row = nights["bad"].first_ledger[f"{fault}.txt"]
    assert (row["status"], row["reason"]) == ("quarantined", REASONS[fault])


@pytest.mark.parametrize("fault", REASONS)
def test_it_is_tried_at_most_twice_and_not_again_the_next_night(nights, fault):
    first, second = nights["bad"].tried
    assert first[fault] == TRIES[fault]
    assert second == first


def test_its_neighbours_are_untouched(nights):
    night = nights["bad"].night
    shown, good = ((out / "dataset").resolve() for out in (night.out, night.out.with_name("good")))
    assert len(list((shown / "text").iterdir())) == len(list((good / "text").iterdir())) == 3
    assert differences(shown, good) == []


def test_the_first_night_tells_of_it_and_the_second_has_nothing_to_do(nights):
    assert nights["bad"].codes == [QUARANTINED, DONE]
    assert nights["bad"].read == [8, 0]


def test_it_is_tried_again_when_the_version_changes_and_when_a_bound_does(nights):
    assert [tried["exit"] for tried in nights["better"].tried] == [2, 2, 4, 6]
    assert nights["better"].codes == [QUARANTINED, DONE, QUARANTINED, QUARANTINED]
    assert nights["better"].read == [4, 0, 4, 1]


def test_a_reader_has_no_network(nights):
    assert "network unreachable" in nights["confined"]
    assert "network unreachable" in nights["unconfined"]


@pytest.mark.skipif(not version(), reason="this kernel has no Landlock")
@pytest.mark.parametrize("name", ["secret.key", "paper 0001.txt", "catalogue.sqlite"])
def test_a_reader_reaches_no_file_of_others_and_it_is_the_confinement_that_refuses(nights, name):
    assert f"{name} PermissionError" in nights["confined"]
    assert f"{name} read" in nights["unconfined"]


def test_nothing_of_it_is_left_among_the_temporary_files(nights):
    assert [path.name for name in ("bad", "better") for path in nights[name].night.work.iterdir()] == []
