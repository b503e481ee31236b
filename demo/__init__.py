"""The recipe of the demo portfolio: made-up sites at real towns, the same for the same seed.

Pure Python over the set-up packages; no Django, no database, no clock. The commands
`make_demo` and `make_portfolio` load what it yields.
"""
