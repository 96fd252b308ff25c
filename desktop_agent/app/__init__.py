"""Where a run is put together: the only package that knows the concrete parts."""
