"""The field's own words: school years, moments, BRIN and PGN numbers, and dated tables with their sources.

Imports nothing from the rest of the project, and nothing heavy.
"""
