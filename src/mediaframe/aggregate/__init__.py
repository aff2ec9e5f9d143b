"""Counts codes into indicators per cell, with intervals and the codebook's rules of display."""
