"""How alike two ranked lists are: rank-biased overlap.

W. Webber, A. Moffat, J. Zobel: A similarity measure for indefinite rankings. ACM Transactions on
Information Systems 28(4), 2010, article 20; here the extrapolated value, equation 30, for two lists
cut at the same depth k: X_k/k · p^k + (1-p)/p · sum over d = 1 … k of X_d/d · p^d, where X_d is how
many hits the first d places have in common. A reader goes on to the next hit with probability p,
so the top counts for most.
"""

from collections.abc import Hashable, Sequence


def rbo(first: Sequence[Hashable], second: Sequence[Hashable], persistence: float) -> float:
    """Return 0 (nothing in common) to 1 (the same hits in the same order).

    The lists have no hit twice; the longer one is cut. Persistence p lies between 0 and 1.
    """
    agreement, total = 0.0, 0.0
    seen_first: set[Hashable] = set()
    seen_second: set[Hashable] = set()
    for depth, (one, other) in enumerate(zip(first, second, strict=False), 1):
        seen_first.add(one)
        seen_second.add(other)
        agreement = len(seen_first & seen_second) / depth
        total += agreement * persistence**depth
    depth = min(len(first), len(second))
    return agreement * persistence**depth + (1 - persistence) / persistence * total


def shared(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """Count what stands in both."""
    return len(set(first) & set(second))
