"""What the vendors' servers want and send, a file for each dialect; written from the reference pages alone."""

import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from tests.fakes.servers.vendors.vendor import Vendor, VendorApi

_NAMES = [file.name for file in iter_modules(__path__) if file.name != "vendor"]
VENDORS: Mapping[str, Vendor] = {name: import_module(f"{__name__}.{name}").VENDOR for name in _NAMES}


def api_at(address: str) -> tuple[Vendor, VendorApi] | None:
    known = ((vendor, api) for vendor in VENDORS.values() for api in vendor.apis)
    return next((one for one in known if re.fullmatch(one[1].address, address)), None)
