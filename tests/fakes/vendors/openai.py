"""OpenAI's API."""

from tests.fakes.vendors.vendor import Vendor

VENDOR = Vendor(tool="computer", picture="computer_screenshot")
