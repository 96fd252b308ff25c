"""Lightcone's service."""

from tests.fakes.vendors.vendor import Vendor

VENDOR = Vendor(tool="computer_use", picture="input_image")
