-- The fortnights of lists: the one that begins tomorrow (0), and those before it whose purchases are known.
-- default: cycles = 6
select
    cycle,
    least($to, $as_of) - 14 * cycle as seen_on,
    least($to, $as_of) - 14 * (cycle - 1) as ends_on,
from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) as t (cycle)
where cycle <= cast($cycles as integer)
