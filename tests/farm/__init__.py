"""A farm of invented outlets on loopback that behave as real ones do, the bad ones too.

`python -m tests.farm WORKSPACE` serves it. `stories` writes what the outlets publish, `outlets`
declares them, `site` answers for one of them, `faults` are their bad habits, `serving` is the web
server with its access log, and `running` is what tests and benchmarks hold of a farm.
"""
