"""Several at once: one importer waits for the other, and every reader sees one version."""

import threading
import time

from whole import assert_whole, importing, load, opened, orders_file, totals, worth


def test_two_importers_at_once_make_two_versions(tmp_path, first_import):
    first_import(tmp_path / "ws")
    processes = [importing(orders_file(tmp_path, number), tmp_path / "ws") for number in (2, 3)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    again = opened(tmp_path / "ws")
    assert_whole(again, worth([1, 2, 3]), worth([1, 3, 2]))
    assert again.latest() == 3
    assert totals(again, 2) in (worth([1, 2]), worth([1, 3]))


def test_readers_see_one_version_each_while_imports_are_published(tmp_path, first_import):
    writer = opened(first_import(tmp_path / "ws"))
    reading, over, seen, pinned = opened(tmp_path / "ws"), threading.Event(), [], set()
    states = [worth([*range(1, last + 1)]) for last in (1, 2, 3, 4)]

    def look():
        while not over.is_set():
            seen.append(totals(reading))
            pinned.add(totals(reading, 1))
            time.sleep(0.005)  # leaves the processor to the imports

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in (2, 3, 4):
        load(writer, orders_file(tmp_path, number))
    over.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= set(states)
    assert pinned == {states[0]}
    assert totals(reading) == states[-1]
    assert len(seen) > 30
