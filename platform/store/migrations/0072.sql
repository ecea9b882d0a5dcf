-- What the merchant aims at, when their customers wait too long (minutes), and what channels keep. Shares are
-- in hundredths of a per cent.
ALTER TABLE merchant ADD COLUMN alarm_first_minutes INTEGER NOT NULL DEFAULT 5;
ALTER TABLE merchant ADD COLUMN alarm_second_minutes INTEGER NOT NULL DEFAULT 10;
ALTER TABLE merchant ADD COLUMN success_aim INTEGER NOT NULL DEFAULT 9500;
ALTER TABLE merchant ADD COLUMN commission_catering INTEGER NOT NULL DEFAULT 800;
ALTER TABLE merchant ADD COLUMN commission_hotel INTEGER NOT NULL DEFAULT 1200;
ALTER TABLE merchant ADD COLUMN commission_tourism INTEGER NOT NULL DEFAULT 600;
