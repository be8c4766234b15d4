-- Every column there is: the books of an earlier release have fewer.
select * from lake.batches where removed_in is null order by batch_id;
