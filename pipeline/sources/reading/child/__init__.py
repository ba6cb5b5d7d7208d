"""What runs in the child process, where a hostile workbook or archive can do no harm.

It is run as `python -m child`, with the folder above this one on its path: it starts in 30 ms because nothing
here imports the rest of the project. It reads a request per line from standard input and answers with text
and numbers, never with Python objects. It sets its own bound on memory; the one on time is worker.py's.
"""
