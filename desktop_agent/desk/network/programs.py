"""The gateway's settings for programs on a desk: browser policies and environment. Pure.

A program that ignores them has no network at all. The files belong to the desk's layer over /etc; `etc_files` returns
them by their names below it. This computer's own addresses mean the desk itself, unless one of them was named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from desktop_agent.desk.network.hosts import host_scope

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
