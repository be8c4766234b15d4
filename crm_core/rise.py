"""Which colour says up.

Blue against orange reads for every eye; red up is the custom in China, green up elsewhere.
"""

from typing import Literal, get_args

Rise = Literal["blue", "red", "green"]
RISES: tuple[Rise, ...] = get_args(Rise)
