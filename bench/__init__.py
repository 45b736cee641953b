"""Benchmarks: each prints a table and writes bench/results/*.json. Never part of the tests, which do not depend on time."""
