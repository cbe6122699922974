ALTER TABLE note ADD COLUMN problems JSON NOT NULL DEFAULT '[]';

ALTER TABLE reflection ADD COLUMN checked BOOLEAN;

ALTER TABLE reflection ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

CREATE INDEX ix_reflection_revision ON reflection (revision);

DROP INDEX ix_reflection_note_id;

CREATE INDEX ix_reflection_note_id ON reflection (note_id, state, kind, next_action, done_at);

DROP INDEX ix_reflection_text_hash;

CREATE INDEX ix_reflection_text_hash ON reflection (text_hash) WHERE state != 'live';

CREATE TABLE reflection_doubt (
    id VARCHAR NOT NULL,
    reflection_id VARCHAR NOT NULL,
    vanished_id VARCHAR NOT NULL,
    score FLOAT NOT NULL,
    at DATETIME NOT NULL,
    settled_at DATETIME,
    CONSTRAINT pk_reflection_doubt PRIMARY KEY (id),
    CONSTRAINT doubt_once UNIQUE (reflection_id, vanished_id),
    CONSTRAINT fk_reflection_doubt_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflection (id),
    CONSTRAINT fk_reflection_doubt_vanished_id FOREIGN KEY(vanished_id) REFERENCES reflection (id)
);

CREATE INDEX ix_reflection_doubt_reflection_id ON reflection_doubt (reflection_id);

CREATE INDEX ix_reflection_doubt_vanished_id ON reflection_doubt (vanished_id);
