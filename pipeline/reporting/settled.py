"""The last that the process imports of which kernels and reports are forks (kernels.py).

What is in its memory by then stays there: a fork that looked for waste in it would make a copy of most of it.
"""

import gc

gc.collect()
gc.freeze()
