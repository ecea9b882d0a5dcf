-- Accounts are found whatever the case of their letters, in words that every database has (lower() of ASCII).
CREATE UNIQUE INDEX staff_account ON staff (lower(account));
