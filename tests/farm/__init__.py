"""A farm of invented outlets on loopback that behave as real ones do, the bad ones too.

`python -m tests.farm WORKSPACE` serves it. `stories` writes what the outlets publish, `outlets`
declares them, `publishing` lists their articles, `faults` are their bad habits, `site` answers for
one of them, `serving` is the web server with its access log, and `running` is what tests and
benchmarks hold of a farm.
"""
