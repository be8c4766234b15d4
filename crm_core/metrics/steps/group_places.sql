-- Every group that a kind of groups has, in its place, and the one of those who are absent.
-- needs: segment_rules
select place, group_code
from (values (1, 'vip'), (2, 'major'), (3, 'ordinary'), (4, 'small')) as t (place, group_code)
where $by = 'tier'
union all
select place, group_code from (values (1, 'key'), (2, 'small')) as t (place, group_code) where $by = 'key'
union all
select distinct segment_order, segment from segment_rules where $by = 'segment'
union all
select 99, 'absent'
