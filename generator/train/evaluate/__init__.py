"""Measuring the picture engine on shots it has not seen, against the truth they were drawn with: `python -m generator.train.evaluate`."""
