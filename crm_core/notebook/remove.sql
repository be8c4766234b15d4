update entries
set removed_at = :removed_at
where entry_id = :entry_id and removed_at is null
