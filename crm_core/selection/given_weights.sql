-- The weights that the reader gives in place of a file's, as question:weight.
select split_part(item, ':', 1) as attribute, cast(split_part(item, ':', 2) as double) as weight
from (select unnest(cast($weights as varchar[])) as item) as listed
