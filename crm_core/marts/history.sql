-- What was imported, as of this version, so that pages need no second file.
create table mart.batches as
select * from source.batches order by batch_id;

create table mart.rejected_rows as
select r.* from source.rejected_rows as r
inner join source.batches as b on r.batch_id = b.batch_id
where b.removed_in is null
order by r.batch_id, r.row_number, r.column_name;

create table mart.extra_columns as
select * from source.extra_columns order by table_name, column_name;
