"""The proxy settings for programs on a desk: browser policies, trusted authorities, environment. Pure.

A program that ignores them has no network at all. The files belong to the desk's layer over /etc; `etc_files` returns
them by their names below it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

PROXY = "http://127.0.0.1:3128"
CA_FILE = "desktop-agent/desk-ca.pem"
BUNDLE_FILE = "ssl/certs/ca-certificates.crt"  # where Debian's programs look
OTHER_BUNDLES = ("pki/tls/certs/ca-bundle.crt", "ssl/ca-bundle.pem", "ssl/cert.pem")  # Fedora, openSUSE, Arch
_CHROMIUMS = ("chromium", "opt/chrome", "brave", "opt/edge", "vivaldi")
_FIREFOXES = ("firefox", "firefox-esr", "librewolf")
_LOCAL = "localhost,127.0.0.1,::1"


def chromium_policy(ca_pem: str) -> str:
    """Return the policy for Chromium browsers: the proxy, the authority, and neither UDP nor DNS around it."""
    body = "".join(line for line in ca_pem.splitlines() if not line.startswith("-----"))
    policy = {
        "BackgroundModeEnabled": False,
        "CACertificates": [body],
        "ComponentUpdatesEnabled": False,
        "DefaultBrowserSettingEnabled": False,
        "DnsOverHttpsMode": "off",
        "MetricsReportingEnabled": False,
        "NetworkPredictionOptions": 2,  # never
        "ProxyMode": "fixed_servers",
        "ProxyServer": PROXY,
        "QuicAllowed": False,
        "SyncDisabled": True,
        "WebRtcIPHandling": "disable_non_proxied_udp",
    }
    return json.dumps(policy, indent=1) + "\n"


def firefox_policies() -> str:
    """Return the policies for Firefox; the authority is read from the file of `etc_files`."""
    host = PROXY.removeprefix("http://")
    off = {"Value": False, "Status": "locked"}
    policies = {
        "Certificates": {"Install": [f"/etc/{CA_FILE}"]},
        "DisableAppUpdate": True,
        "DisableTelemetry": True,
        "DNSOverHTTPS": {"Enabled": False, "Locked": True},
        "DontCheckDefaultBrowser": True,
        "NetworkPrediction": False,
        "Preferences": {"network.http.http3.enable": off, "media.peerconnection.enabled": off},
        "Proxy": {
            "Mode": "manual",
            "HTTPProxy": host,
            "UseHTTPProxyForAllProtocols": True,
            "Passthrough": _LOCAL,
            "Locked": True,
        },
    }
    return json.dumps({"policies": policies}, indent=1) + "\n"


def etc_files(ca_pem: str, bundle: bytes, others: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Return the files to be put over /etc, by name below it; `bundle` holds the system's authorities.

    `others` names the other systems' bundle files that exist here; only these are covered.
    """
    authorities = bundle.rstrip(b"\n") + b"\n" + ca_pem.encode()
    policy = chromium_policy(ca_pem).encode()
    policies = firefox_policies().encode()
    return (
        {CA_FILE: ca_pem.encode(), BUNDLE_FILE: authorities}
        | {name: authorities for name in OTHER_BUNDLES if name in others}
        | {f"{kin}/policies/managed/desktop-agent-desk.json": policy for kin in _CHROMIUMS}
        | {f"{kin}/policies/policies.json": policies for kin in _FIREFOXES}
    )


def environment() -> Mapping[str, str]:
    """Return the environment variables for the proxy and the authorities."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), PROXY)
    bundle = f"/etc/{BUNDLE_FILE}"
    bundles = (
        "SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT", "CARGO_HTTP_CAINFO",
    )  # fmt: skip
    return {
        **proxies,
        "no_proxy": _LOCAL,
        "NO_PROXY": _LOCAL,
        **dict.fromkeys(bundles, bundle),
        "NODE_EXTRA_CA_CERTS": f"/etc/{CA_FILE}",
    }
