insert into lake.batches (
    batch_id, version, removed_in, file, sha256, table_name, encoding, signature, mapping,
    rows_read, rows_loaded, rows_rejected, rows_blank, rows_totals, rows_replaced,
    issues, imported_at, imported_by, is_sample, how, rows_standing, column_counts
) values (
    $batch_id, $version, null, $file, $sha256, $table_name, $encoding, $signature, $mapping,
    $rows_read, $rows_loaded, $rows_rejected, $rows_blank, $rows_totals, $rows_replaced,
    $issues, $imported_at, $imported_by, $is_sample, $how, $rows_loaded, $column_counts
);
