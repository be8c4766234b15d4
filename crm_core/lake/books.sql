-- The store's own books beside the canonical tables.
create table lake.batches (
    batch_id integer,
    version integer,          -- the version that this import made
    removed_in integer,       -- the version that undid it, or NULL
    file varchar,
    sha256 varchar,
    table_name varchar,
    encoding varchar,
    signature varchar,
    mapping varchar,          -- JSON: table, columns in the order of the header, date order
    rows_read bigint,
    rows_loaded bigint,
    rows_rejected bigint,
    rows_blank bigint,
    rows_totals bigint,
    rows_replaced bigint,
    issues varchar,           -- JSON list
    imported_at timestamp,
    imported_by varchar,
    is_sample boolean
);
create table lake.rejected_rows (
    batch_id integer,
    file varchar,
    row_number bigint,
    column_name varchar,
    value varchar,
    code varchar,
    row_json varchar
);
create table lake.extra_columns (table_name varchar, column_name varchar, header varchar);
