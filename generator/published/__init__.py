"""Running what others published: their folders, their nets, their numerics."""
