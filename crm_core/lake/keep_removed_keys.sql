insert into removed_keys
select $table_name, {key}
from lake.{table}
where list_contains($batch_ids, batch_id) and {key} is not null;
