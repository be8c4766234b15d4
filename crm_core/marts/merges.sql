-- Every decision about customers that may be one and the same, as of this version.
create table mart.merges as
select * from source.merges order by version, group_id, customer_id;
