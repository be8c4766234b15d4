-- Every column there is: the books of an earlier release have fewer.
select * from lake.batches at (version => {version}) where removed_in is null;
