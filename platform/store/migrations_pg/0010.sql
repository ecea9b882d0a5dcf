-- The index of SQLite's 0010 is there since 0001.
SELECT 1;
