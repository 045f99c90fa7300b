"""Numbers about juries. `shown` decides which of them anybody may see; the others are sums."""
