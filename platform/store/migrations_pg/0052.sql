-- What the customers' screens of one store show is told to them.
CREATE INDEX session_of_store ON session (merchant_id, store_id);
