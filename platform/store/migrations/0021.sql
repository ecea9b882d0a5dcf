-- The highest number under which a device asked to collect its pairing: what was asked once is not answered again.
ALTER TABLE pairing ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
