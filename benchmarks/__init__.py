"""Benchmarks: each module has a `main() -> dict` that measures one promise and returns its figures."""
