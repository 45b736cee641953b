"""What others published: weights opened, recognised and run."""
