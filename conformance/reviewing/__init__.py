"""
What evaluators decide on documents: recorded beside the sealed evidence, bound to it, and put into its report.

A reviews file is made to show that it was edited by hand, not to withstand a forger: whoever can write it can write
another. A report that was handed over pins what it showed.
"""

from conformance.reviewing.deciding import in_effect, with_reviews
from conformance.reviewing.files import Wish, place_of, read_reviews, record_review
from conformance.reviewing.forms import Asked, asked, laws_on, reviewable, rule_digest

__all__ = [
    "Asked", "Wish",
    "asked", "in_effect", "laws_on", "place_of", "read_reviews", "record_review", "reviewable", "rule_digest",
    "with_reviews",
]  # fmt: skip
