"""
`qrconform selfcheck`: the suite tried on candidates of its own. The reference candidate and every honest variant of it
are accused of nothing; every mutant fails the one requirement that it breaks, and no other.
"""
