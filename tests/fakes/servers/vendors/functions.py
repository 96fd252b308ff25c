"""Servers that know functions alone."""

from tests.fakes.servers.vendors.vendor import Vendor

VENDOR = Vendor(tool="function")
