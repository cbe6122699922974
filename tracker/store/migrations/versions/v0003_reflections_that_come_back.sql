ALTER TABLE reflection_version ADD COLUMN remark VARCHAR NOT NULL DEFAULT '';

CREATE INDEX ix_reflection_resurfaced_at ON reflection (resurfaced_at) WHERE resurfaced_at IS NOT NULL;

CREATE INDEX ix_reflection_stuck_exercise ON reflection (stuck_exercise) WHERE stuck_exercise IS NOT NULL;
