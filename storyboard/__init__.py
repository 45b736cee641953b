"""What a film is: pure documents and pure functions. No disk, no network, no torch, no SQL."""
