"""The developer's tools on the command line.

`serve.py` is the server, `doctor.py` the check of this machine and `demo.py` the complete run on a screen of its own;
`provider_test.py` tests a provider for `providers test`.
"""
