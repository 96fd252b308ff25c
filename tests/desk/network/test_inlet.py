"""What joins a desk's port to its way out passes everything on, each way, and says when one side has ended."""

import socket
import subprocess
import sys
import threading
from pathlib import Path

from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.proxy import listen

LONG = bytes(range(256)) * 40_000


def test_both_ways_are_passed_on_and_each_ends_by_itself(tmp_path: Path) -> None:
    listener = listen(tmp_path / "socket")
    came = list[bytes]()

    def answer() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            came.append(stream.read())  # to its end, while the other way is still open
            connection.sendall(LONG)

    server = threading.Thread(target=answer)
    server.start()
    command = [sys.executable, "-I", inlet.__file__, str(tmp_path / "socket"), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), 60) as program, program.makefile("rb") as stream:
            program.sendall(LONG)
            program.shutdown(socket.SHUT_WR)
            answered = stream.read()
        process.kill()
    server.join()
    listener.close()

    assert came == [LONG]
    assert answered == LONG
