"""The nets of the picture engine: plain PyTorch, no knowledge of stories, nothing happens at import."""
