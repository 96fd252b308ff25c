"""OpenAI's API before the current one."""

from tests.fakes.servers.vendors.vendor import Vendor

VENDOR = Vendor(tool="computer_use_preview", picture="computer_screenshot")
