"""Opening and running what others published: weights of open video and picture models, in the layouts they are given out in."""
