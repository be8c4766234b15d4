update entries
set title = :title, body = :body
where entry_id = :entry_id and removed_at is null
