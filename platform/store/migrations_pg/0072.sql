-- What the merchant aims at, when their customers wait too long (minutes), and what channels keep. Shares are
-- in hundredths of a per cent.
ALTER TABLE merchant ADD COLUMN alarm_first_minutes bigint NOT NULL DEFAULT 5;
ALTER TABLE merchant ADD COLUMN alarm_second_minutes bigint NOT NULL DEFAULT 10;
ALTER TABLE merchant ADD COLUMN success_aim bigint NOT NULL DEFAULT 9500;
ALTER TABLE merchant ADD COLUMN commission_catering bigint NOT NULL DEFAULT 800;
ALTER TABLE merchant ADD COLUMN commission_hotel bigint NOT NULL DEFAULT 1200;
ALTER TABLE merchant ADD COLUMN commission_tourism bigint NOT NULL DEFAULT 600;
