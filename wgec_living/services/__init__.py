"""The use cases, named by verbs: no Flask, no Git, no SQL."""
