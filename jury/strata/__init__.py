"""Stratified panels: quotas are kept, and the least chance of anybody is as high as can be."""
