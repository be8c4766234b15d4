"""How sure a rate or a mean is: intervals of one and of the difference of two, from counts and variances alone."""

# Below this many, a rate near one half is known to no better than 17 points either way (Wilson), and the interval
# of a mean of skewed amounts covers noticeably less than the 95 % that it states. Such values are shown and named.
SMALL_SAMPLE = 30

Interval = tuple[float, float]
