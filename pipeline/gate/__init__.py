"""The gate: what is put where outsiders read it is looked into first, file by file.

A report can open nothing but a release, so no number that was hidden can be in it. What can be in a file all
the same is what nobody sees: a path with somebody's name, a comment, the data behind a chart, a hidden sheet.
Only file types that are known here may pass, up to a size, and only with what is known to belong in them.
A fault says what and where, and never what it says there.
"""
