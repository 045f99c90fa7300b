"""Benchmarks: each work against its yardstick in the same run, at three sizes."""
