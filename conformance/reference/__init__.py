"""
The reference candidate: a real app behind a real HTTP server, that conforms; and its mutants, that break one thing.

It knows the contract and the standard's text, and nothing of how the suite reads, checks or expects.
"""
