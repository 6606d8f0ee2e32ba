"""
A local double of the national platform: it issues one QID per person, answers authorised queries, and writes an audit
trail. For tests with invented people only; it is not the national platform, and knows nothing of its protocol.

It stands on a real database: SQLite by default, any SQLAlchemy URL for a centre.
"""
