select snapshot_id, snapshot_time, author, commit_message
from ducklake_snapshots('lake')
where snapshot_id > 0
order by snapshot_id;
