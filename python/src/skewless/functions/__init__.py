"""Translates the functions that people put into a FunctionTransformer."""
