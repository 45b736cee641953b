"""The drawn cartoon world: what the embedded model is trained on, and what draws portraits, stills and animatics."""
