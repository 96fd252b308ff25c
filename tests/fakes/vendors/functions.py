"""Servers that know functions alone."""

from tests.fakes.vendors.vendor import Vendor

VENDOR = Vendor(tool="function")
