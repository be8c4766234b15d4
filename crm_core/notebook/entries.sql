-- What stands, of one kind: what is for all (owner '') and what is this reader's own; or one entry, also a removed one.
select entry_id, kind, title, body, owner, made_at, made_by, removed_at
from entries
where (:entry_id is null and kind = :kind and owner in ('', :owner) and removed_at is null)
    or entry_id = :entry_id
order by entry_id
