-- How a session began: somebody who took over with four digits may not let others in (core/api/endpoints.h, Proof).
ALTER TABLE session ADD COLUMN by_pin bigint NOT NULL DEFAULT 0;
