"""Processes of this program that the tray starts, such as one that plays steps."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, Signal  # noqa: TID251 - in START_FOLDER

from desktop_agent.lib.child_process import START_FOLDER, python_command

_REPORTED = frozenset({1, 2})  # exit codes of errors; the person knows when they discarded


class OwnProcesses(QObject):
    """Starts commands of this program; `failed` has the last line of a command's error output."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._processes: list[QProcess] = []

    def start(self, *words: str) -> None:
        """Start a command, such as `run NAME`."""
        process = QProcess(self)
        process.setStandardInputFile(QProcess.nullDevice())
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(lambda code, _status: self._ended(process, int(code)))
        self._processes.append(process)
        program, *arguments = python_command("desktop_agent", *words)
        process.setWorkingDirectory(START_FOLDER)
        process.start(program, arguments)

    def close(self) -> None:
        """End all processes, without further signals."""
        for process in self._processes:
            process.finished.disconnect()
            process.terminate()

    def _ended(self, process: QProcess, code: int) -> None:
        self._processes.remove(process)
        lines = bytes(process.readAllStandardError().data()).decode(errors="replace").strip().split("\n")
        if code in _REPORTED:
            self.failed.emit(lines[-1])
        process.deleteLater()
