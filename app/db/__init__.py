"""The database: rows, documents and the files they vouch for. Nothing outside this package imports sqlalchemy."""
