"""An invented population with a known truth, and the exports that it would give.

`population.generate` makes the truth, `exports.write_exports` the files. Every number drawn comes from a
stream with a name, so the same seed gives the same bytes. Nothing here describes a real board or pupil.
"""
