select batch_id, version, file, sha256, table_name, signature, mapping, is_sample
from lake.batches
where removed_in is null
order by batch_id;
