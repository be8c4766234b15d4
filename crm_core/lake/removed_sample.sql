-- The sample company's batches as they were last removed, and the version that did it.
select batch_id, removed_in
from lake.batches
where is_sample and removed_in = (select max(removed_in) from lake.batches where is_sample);
