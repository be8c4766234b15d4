-- The store's own books beside the canonical tables.
create table if not exists lake.batches (
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
    is_sample boolean,
    how varchar,              -- how its rows met those that were there: one of HOWS, or NULL
    rows_standing bigint,     -- its rows that the newest version holds; others gave way to later imports
    column_counts varchar     -- JSON: header, column, parsed, missing, rejected per column; NULL when never counted
);
create table if not exists lake.rejected_rows (
    batch_id integer,
    file varchar,
    row_number bigint,
    column_name varchar,
    value varchar,
    code varchar,
    row_json varchar
);
create table if not exists lake.extra_columns (table_name varchar, column_name varchar, header varchar);
-- What each version amounted to, noted when the next one is made.
create table if not exists lake.totals (
    version integer,
    revenue decimal(38, 4),   -- NULL where several currencies cannot be added up
    order_count bigint,
    customer_count bigint,
    is_sample boolean
);
-- The Parquet files that were taken over, as they were then.
create table if not exists lake.data_files (path varchar, row_count bigint, byte_count bigint, sha256 varchar);
-- Books of an earlier release lack these.
alter table lake.batches add column if not exists how varchar;
alter table lake.batches add column if not exists rows_standing bigint;
alter table lake.batches add column if not exists column_counts varchar;
