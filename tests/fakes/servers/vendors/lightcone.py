"""Lightcone's service."""

from tests.fakes.servers.vendors.vendor import Vendor

VENDOR = Vendor(tool="computer_use", picture="input_image")
