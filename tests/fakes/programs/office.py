"""LibreOffice on a private display, and its sheet or text by its own word (UNO)."""

import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.orders import Orders
from tests.fakes.programs.apps import App, end, home_of_its_own, running
from tests.fakes.waiting import wait_until

OFFICE = shutil.which("soffice") or ""
_READER = Path(__file__).with_name("office_reader.py")
_ENDS_WITHIN_S = 20.0
# What it shows at its first start and would cover the document.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product">
<prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.0</value></prop></item>
</oor:items>"""


@contextmanager
def office(kind: str, display: PrivateDisplay, home: Path) -> Iterator[tuple[App, Orders]]:
    profile = home / "office"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    name = f"fields{uuid.uuid4().hex}"
    command = [OFFICE, f"--{kind}", "--norestore", "--nologo", "--nofirststartwizard",
               f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={name};urp;"]  # fmt: skip
    environment = {"SAL_USE_VCLPLUGIN": "gtk3"}
    with running(command, display, home, f" - LibreOffice {kind.title()}$", environment=environment) as app:
        reader = subprocess.Popen(
            ["/usr/bin/python3", str(_READER), name], env=display.environment() | home_of_its_own(home),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        orders = Orders(reader)
        try:
            wait_until(lambda: orders.ask("text")["ready"], "the document")
            yield app, orders
        finally:
            # It may hang, or its reader's line break with it: what does not end by itself is ended with its window.
            with suppress(OSError, subprocess.TimeoutExpired):
                orders.tell("end")
                app.process.wait(_ENDS_WITHIN_S)
            end(reader)
            for pipe in (reader.stdin, reader.stdout):
                assert pipe is not None
                pipe.close()
