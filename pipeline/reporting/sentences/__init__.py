"""Sentences in plain Dutch, made by rule from figures, so that the text says what the tables say.

Every sentence names its cohort. Counts come before percentages; a percentage of a small group has no
decimals; what chance can do is said with the interval, in words that the reports explain once.
"""
