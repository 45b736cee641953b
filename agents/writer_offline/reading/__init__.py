"""How the embedded writer reads a premise, one file a step: words are marked, put together as phrases and clauses, and asked who, what,
where, what for and what against. Chinese is put into English first; other languages are read word by word."""
