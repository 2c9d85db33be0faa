"""Afresh: can this program be rebuilt from nothing but its behaviour, and how close did the rebuild get?"""

__version__ = "0.1.0"
