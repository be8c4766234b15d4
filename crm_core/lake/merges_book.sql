-- What was decided about customers that may be one and the same: one row per customer of a decided group.
-- A merge leads every customer to the one that is kept; a refusal only remembers who is not the same.
create table if not exists lake.merges (
    version integer,          -- the version that this decision made
    removed_in integer,       -- the version that took it back, or NULL
    group_id integer,         -- numbers the groups of one version
    customer_id varchar,
    kept_id varchar,          -- the kept customer of the group; of a refused group its first
    decision varchar,         -- merged or refused
    decided_at timestamp,
    decided_by varchar,
    is_sample boolean         -- about the sample company's customers, whose numbers may be those of others later
);
