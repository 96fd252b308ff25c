"""Notifications as the desktop's own service gets them: shown while a question waits, and taken back."""

import subprocess
import sys
import threading

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from desktop_agent.ui.status.notify import Notifier
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

SERVICE = """
import asyncio, json
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method
class Notifications(ServiceInterface):
    @method()
    def Notify(self, a: 's', b: 'u', c: 's', d: 's', e: 's', f: 'as', g: 'a{sv}', h: 'i') -> 'u':
        print(json.dumps(["show", b, d, e, h]), flush=True)
        return 7
    @method()
    def CloseNotification(self, a: 'u'):
        print(json.dumps(["close", a]), flush=True)
async def main():
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/Notifications", Notifications("org.freedesktop.Notifications"))
    await bus.request_name("org.freedesktop.Notifications")
    print("ready", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@pytest.fixture
def notifier() -> Notifier:
    return Notifier(lambda title, _text: pytest.fail(f"a balloon of our own: {title}"))


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
def test_a_question_is_shown_by_the_desktop_until_it_is_answered(
    on_display: PrivateDisplay, notifier: Notifier
) -> None:
    service = subprocess.Popen([sys.executable, "-c", SERVICE], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    try:
        assert service.stdout is not None
        assert "ready\n" == service.stdout.readline()
        notifier.show("Waiting for you", "Click “Send” in <b>Mail</b> & more")
        notifier.show("Waiting for you", "x" * 400)
        notifier.take_back()
        told = [service.stdout.readline() for _ in range(3)]
    finally:
        service.terminate()
        service.communicate()

    assert (
        '["show", 0, "Waiting for you", "Click \\u201cSend\\u201d in &lt;b&gt;Mail&lt;/b&gt; &amp; more", 0]\n'
        == told[0]
    )
    assert f'["show", 7, "Waiting for you", "{"x" * 300}\\u2026", 0]\n' == told[1]
    assert '["close", 7]\n' == told[2]


def test_without_a_service_nothing_happens(notifier: Notifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    notifier.show("Waiting for you", "Click")
    notifier.take_back()

    assert wait_until(lambda: "desktop-agent-notify" not in {one.name for one in threading.enumerate()})
