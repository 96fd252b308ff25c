"""The fixtures of the built-in model's tests that start its server are the server's own, too."""

from tests.offline.conftest import http, local_model

__all__ = ["http", "local_model"]
