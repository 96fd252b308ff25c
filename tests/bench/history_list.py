"""How fast is History with many runs? `python -m tests.bench.history_list [500]`: open, find by words, cut down."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop_agent.record.store import RunStore
from tests.fakes.recorded import record_run


def main(count: int) -> int:
    """Print how long each takes, in milliseconds."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.history.window import open_history

    app = QApplication([])

    def took(done: Callable[[], object]) -> float:
        began = time.perf_counter()
        while not done():
            app.processEvents()
        return (time.perf_counter() - began) * 1000

    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(Path(folder))
        for number in range(count):
            record_run(store, f"{number:06x}", "Save a note" if number % 10 else "Order paper clips")
        began = time.perf_counter()
        window = open_history(store)
        app.processEvents()
        shown = (time.perf_counter() - began) * 1000
        runs = window.list.runs
        print(f"{count} runs: shown after {shown:.0f} ms", flush=True)
        print(f"  all measured after {took(lambda: all(runs.size(one) for one in store.folders())):.0f} ms")
        window.list.field.setText("clips")
        print(f"  found by a word after {took(lambda: runs.rowCount() == -(-count // 10)):.0f} ms")
        window.list.field.clear()
        took(lambda: runs.rowCount() == count)
        window.list.filters.ending.setCurrentIndex(2)
        window.list.filters.sum.setCurrentIndex(1)
        print(f"  cut down by ending and size after {took(lambda: runs.rowCount() == 0):.0f} ms")
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
