"""How far the figures carry: the plan, comparison, effect, and how reliable that is."""
