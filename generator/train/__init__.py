"""Training of the nets from shards. Nothing at run time imports this package."""
