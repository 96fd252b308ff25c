"""OpenAI's API."""

from tests.fakes.servers.vendors.vendor import Vendor

VENDOR = Vendor(tool="computer", picture="computer_screenshot")
