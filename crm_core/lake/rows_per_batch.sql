select batch_id, count(*) as row_count
from lake.{table} at (version => {version})
group by batch_id;
