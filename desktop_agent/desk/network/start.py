"""Starts the gateway of a desk in its own process, and connects the desk to it.

The desk's `/etc` gets a layer with the browsers' policies. The gateway's socket and the inlet lie in the folder that
both sides reach under the same path. The gateway gets none of the person's keys.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.gateway import READY
from desktop_agent.desk.network.hosts import host_scope
from desktop_agent.desk.sandbox.keeper_order import lean_environment, lean_python
from desktop_agent.desk.sandbox.wire import Wire
from desktop_agent.lib.child_process import ChildProcess

_log = logging.getLogger(__name__)


_START_WITHIN_S = 20.0
_AGAIN = Message("Try again; if it keeps failing, run the desk without --desk-hosts.")
_AGAIN_HERE = Message("Try again; if it keeps failing, let the desk reach no hosts.")
_ETC = Path("/etc")
_SEEN_THROUGH = ("hosts",)  # files that a container mounts there, and that a layer would not show


class DeskNetwork:
    """The gateway process of one desk."""

    def __init__(self, meeting: Path, hosts: tuple[str, ...]) -> None:
        """Start the gateway and wait until it listens; DeskError with its reason if it doesn't."""
        try:
            self._process = ChildProcess(
                lean_python("desktop_agent.desk.network.gateway"), requests=True, environment=lean_environment()
            )
        except OSError as error:
            raise DeskError(
                Message("The desk's gateway can't be started: {strerror}.", strerror=error.strerror),
                _AGAIN,
                in_window=_AGAIN_HERE,
            ) from error
        self._send({"socket": str(meeting), "hosts": hosts})
        first = self._process.first_line(_START_WITHIN_S)
        _log.info("the desk's gateway was started as process %d; ready: %s", self._process.pid, first == READY)
        if first != READY:
            self.close()
            reason = first.decode(errors="replace").strip() or Message("it gave no reason")
            raise DeskError(
                Message("The desk's gateway didn't start: {reason}.", reason=reason), _AGAIN, in_window=_AGAIN_HERE
            )

    @property
    def pid(self) -> int:
        """The gateway's process id."""
        return self._process.pid

    def admit(self, host: str) -> None:
        """Let one more host be reached."""
        self._send(host)

    def close(self) -> None:
        """End the gateway, and with it all connections."""
        self._process.end()
        _log.info("the desk's gateway has ended with %s", self._process.exit_code)

    def _send(self, value: object) -> None:
        with contextlib.suppress(OSError, ValueError):  # it has ended: nothing is let out any more
            self._process.requests.write(json.dumps(value).encode() + b"\n")
            self._process.requests.flush()


def start_network(wire: Wire, hosts: tuple[str, ...]) -> DeskNetwork:
    """Start the gateway of a desk, and write the desk's files for it; DeskError or OSError if that fails."""
    wire.network.mkdir(mode=0o700)
    shutil.copyfile(inlet.__file__, wire.inlet)
    network = DeskNetwork(wire.way_out, hosts)
    try:
        _write_etc(wire.etc, hosts)
    except BaseException:
        network.close()
        raise
    return network


def _write_etc(folder: Path, hosts: tuple[str, ...]) -> None:
    files = etc_files(hosts)
    files |= {name: (_ETC / name).read_bytes() for name in _SEEN_THROUGH if (_ETC / name).is_file()}
    folder.mkdir()
    folder.chmod(0o755)
    for name, content in files.items():
        file = folder / name
        for above in reversed(file.relative_to(folder).parents[:-1]):
            (folder / above).mkdir(exist_ok=True)
            (folder / above).chmod(0o755)
        file.write_bytes(content)
        file.chmod(0o644)


PROXY = "http://127.0.0.1:3128"
_CHROMIUMS = ("chromium", "opt/chrome", "brave", "opt/edge", "vivaldi")
_FIREFOXES = ("firefox", "firefox-esr", "librewolf")
_LOCAL = "localhost,.localhost,ip6-localhost,ip6-loopback,127.0.0.1,0.0.0.0,::1"


def chromium_policy(*, local: bool) -> str:
    """Return the policy for Chromium browsers: the gateway, and neither UDP nor DNS around it; `local` as below."""
    policy = {
        "BackgroundModeEnabled": False,
        "ComponentUpdatesEnabled": False,
        "DefaultBrowserSettingEnabled": False,
        "DnsOverHttpsMode": "off",
        "MetricsReportingEnabled": False,
        "NetworkPredictionOptions": 2,  # never
        "ProxyBypassList": "<-loopback>" if local else _LOCAL.replace(",::1", ",[::1]").replace(",", ";"),
        "ProxyMode": "fixed_servers",
        "ProxyServer": PROXY,
        "QuicAllowed": False,
        "SyncDisabled": True,
        "WebRtcIPHandling": "disable_non_proxied_udp",
    }
    return json.dumps(policy, indent=1) + "\n"


def firefox_policies(*, local: bool) -> str:
    """Return the policies for Firefox; `local`: what is on this computer is reached by the gateway, too."""
    host = PROXY.removeprefix("http://")
    off = {"Value": False, "Status": "locked"}
    policies = {
        "DisableAppUpdate": True,
        "DisableTelemetry": True,
        "DNSOverHTTPS": {"Enabled": False, "Locked": True},
        "DontCheckDefaultBrowser": True,
        "NetworkPrediction": False,
        "Preferences": {
            "network.http.http3.enable": off,
            "media.peerconnection.enabled": off,
            "network.proxy.allow_hijacking_localhost": {"Value": local, "Status": "locked"},
        },
        "Proxy": {
            "Mode": "manual",
            "HTTPProxy": host,
            "UseHTTPProxyForAllProtocols": True,
            "Passthrough": "" if local else _LOCAL,
            "Locked": True,
        },
    }
    return json.dumps({"policies": policies}, indent=1) + "\n"


def etc_files(hosts: Iterable[str]) -> dict[str, bytes]:
    """Return the files to be put over /etc, by name below it."""
    local = host_scope(hosts).has_this_computer
    policy = chromium_policy(local=local).encode()
    policies = firefox_policies(local=local).encode()
    return {f"{kin}/policies/managed/desktop-agent-desk.json": policy for kin in _CHROMIUMS} | {
        f"{kin}/policies/policies.json": policies for kin in _FIREFOXES
    }


def environment(hosts: Iterable[str]) -> Mapping[str, str]:
    """Return the environment variables for the gateway."""
    direct = "" if host_scope(hosts).has_this_computer else _LOCAL
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), PROXY)
    return {**proxies, "no_proxy": direct, "NO_PROXY": direct}
