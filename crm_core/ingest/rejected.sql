create temp table rejected (
    batch_id integer,
    file varchar,
    row_number bigint,
    column_name varchar,
    value varchar,
    code varchar,
    row_json varchar
);
