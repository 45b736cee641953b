"""Choices of the picture engine against what they were chosen over, trained side by side: `python -m generator.train.ablations`."""
