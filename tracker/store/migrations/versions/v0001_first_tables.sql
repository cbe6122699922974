CREATE TABLE note (
    id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    day DATE,
    day_source VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    present BOOLEAN NOT NULL,
    synced_at DATETIME NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id),
    CONSTRAINT uq_note_path UNIQUE (path)
);

CREATE TABLE tag (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    CONSTRAINT pk_tag PRIMARY KEY (id),
    CONSTRAINT uq_tag_name UNIQUE (name)
);

CREATE TABLE exercise_state (
    exercise_id VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    started_at DATETIME,
    passed_at DATETIME,
    reference_opened_at DATETIME,
    hints_shown INTEGER NOT NULL,
    active_seconds FLOAT NOT NULL,
    active_at DATETIME,
    CONSTRAINT pk_exercise_state PRIMARY KEY (exercise_id)
);

CREATE INDEX ix_exercise_state_slug ON exercise_state (slug);

CREATE TABLE attempt (
    id VARCHAR NOT NULL,
    exercise_id VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    day DATE NOT NULL,
    verdict VARCHAR NOT NULL,
    points FLOAT NOT NULL,
    max_points FLOAT NOT NULL,
    seed INTEGER NOT NULL,
    seconds FLOAT NOT NULL,
    message VARCHAR NOT NULL,
    output VARCHAR NOT NULL,
    solution VARCHAR NOT NULL,
    hints_shown INTEGER NOT NULL,
    reference_seen BOOLEAN NOT NULL,
    active_seconds FLOAT NOT NULL,
    cold BOOLEAN NOT NULL,
    CONSTRAINT pk_attempt PRIMARY KEY (id)
);

CREATE INDEX ix_attempt_day ON attempt (day);

CREATE INDEX ix_attempt_slug ON attempt (slug);

CREATE INDEX ix_attempt_exercise_id ON attempt (exercise_id);

CREATE TABLE card (
    exercise_id VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    due DATE NOT NULL,
    scheduler_state JSON NOT NULL,
    repetitions INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    CONSTRAINT pk_card PRIMARY KEY (exercise_id)
);

CREATE INDEX ix_card_slug ON card (slug);

CREATE INDEX ix_card_due ON card (due);

CREATE TABLE review (
    id VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    head VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    started_at DATETIME NOT NULL,
    finished_at DATETIME,
    CONSTRAINT pk_review PRIMARY KEY (id)
);

CREATE TABLE draft (
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    base_sha256 VARCHAR NOT NULL,
    saved_at DATETIME NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (kind, subject)
);

CREATE TABLE setting (
    "key" VARCHAR NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
);

CREATE TABLE reflection (
    id VARCHAR NOT NULL,
    note_id VARCHAR NOT NULL,
    parent_id VARCHAR,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    heading_path JSON NOT NULL,
    explicit_id VARCHAR,
    next_action BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    line_start INTEGER NOT NULL,
    line_end INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    merged_into VARCHAR,
    pinned BOOLEAN NOT NULL,
    done_at DATETIME,
    stuck_exercise VARCHAR,
    half_life_days FLOAT,
    resurfaced_at DATETIME,
    created_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    CONSTRAINT pk_reflection PRIMARY KEY (id),
    CONSTRAINT reflection_state CHECK (state IN ('live', 'orphaned', 'merged')),
    CONSTRAINT fk_reflection_note_id FOREIGN KEY(note_id) REFERENCES note (id),
    CONSTRAINT fk_reflection_parent_id FOREIGN KEY(parent_id) REFERENCES reflection (id),
    CONSTRAINT fk_reflection_merged_into FOREIGN KEY(merged_into) REFERENCES reflection (id)
);

CREATE INDEX ix_reflection_note_id ON reflection (note_id);

CREATE INDEX ix_reflection_state ON reflection (state);

CREATE INDEX ix_reflection_text_hash ON reflection (text_hash);

CREATE TABLE attempt_check (
    attempt_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    passed BOOLEAN NOT NULL,
    points FLOAT NOT NULL,
    max_points FLOAT NOT NULL,
    message VARCHAR NOT NULL,
    matrix JSON,
    CONSTRAINT pk_attempt_check PRIMARY KEY (attempt_id, position),
    CONSTRAINT fk_attempt_check_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempt (id)
);

CREATE TABLE attempt_diagnosis (
    attempt_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    mistake VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    CONSTRAINT pk_attempt_diagnosis PRIMARY KEY (attempt_id, position),
    CONSTRAINT fk_attempt_diagnosis_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempt (id)
);

CREATE INDEX ix_attempt_diagnosis_mistake ON attempt_diagnosis (mistake);

CREATE TABLE practice_log (
    id VARCHAR NOT NULL,
    exercise_id VARCHAR NOT NULL,
    attempt_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    at DATETIME NOT NULL,
    rating VARCHAR NOT NULL,
    evidence JSON NOT NULL,
    CONSTRAINT pk_practice_log PRIMARY KEY (id),
    CONSTRAINT fk_practice_log_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempt (id)
);

CREATE INDEX ix_practice_log_exercise_id ON practice_log (exercise_id);

CREATE TABLE review_file (
    review_id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    viewed_at DATETIME NOT NULL,
    CONSTRAINT pk_review_file PRIMARY KEY (review_id, path),
    CONSTRAINT fk_review_file_review_id FOREIGN KEY(review_id) REFERENCES review (id)
);

CREATE TABLE review_comment (
    id VARCHAR NOT NULL,
    review_id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    line_text VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    finding_state VARCHAR,
    created_at DATETIME NOT NULL,
    settled_at DATETIME,
    CONSTRAINT pk_review_comment PRIMARY KEY (id),
    CONSTRAINT fk_review_comment_review_id FOREIGN KEY(review_id) REFERENCES review (id)
);

CREATE INDEX ix_review_comment_review_id ON review_comment (review_id);

CREATE INDEX ix_review_comment_finding_state ON review_comment (finding_state);

CREATE TABLE reflection_version (
    id VARCHAR NOT NULL,
    reflection_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    heading_path JSON NOT NULL,
    note_path VARCHAR NOT NULL,
    cause VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_reflection_version PRIMARY KEY (id),
    CONSTRAINT fk_reflection_version_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflection (id)
);

CREATE INDEX ix_reflection_version_reflection_id ON reflection_version (reflection_id);

CREATE TABLE reflection_tag (
    reflection_id VARCHAR NOT NULL,
    tag_id VARCHAR NOT NULL,
    CONSTRAINT pk_reflection_tag PRIMARY KEY (reflection_id, tag_id),
    CONSTRAINT fk_reflection_tag_reflection_id FOREIGN KEY(reflection_id) REFERENCES reflection (id),
    CONSTRAINT fk_reflection_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id)
);

CREATE TABLE goal (
    id VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    paper VARCHAR,
    state VARCHAR NOT NULL,
    source_reflection_id VARCHAR,
    target_day DATE,
    position INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    done_at DATETIME,
    CONSTRAINT pk_goal PRIMARY KEY (id),
    CONSTRAINT goal_state CHECK (state IN ('open', 'done', 'dropped')),
    CONSTRAINT fk_goal_source_reflection_id FOREIGN KEY(source_reflection_id) REFERENCES reflection (id)
);

CREATE INDEX ix_goal_category ON goal (category);

CREATE TABLE milestone (
    id VARCHAR NOT NULL,
    goal_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    met_at DATETIME,
    CONSTRAINT pk_milestone PRIMARY KEY (id),
    CONSTRAINT fk_milestone_goal_id FOREIGN KEY(goal_id) REFERENCES goal (id)
);

CREATE INDEX ix_milestone_goal_id ON milestone (goal_id);

CREATE TABLE evidence (
    id VARCHAR NOT NULL,
    goal_id VARCHAR NOT NULL,
    milestone_id VARCHAR,
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    remark VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT evidence_once UNIQUE (goal_id, milestone_id, kind, subject),
    CONSTRAINT fk_evidence_goal_id FOREIGN KEY(goal_id) REFERENCES goal (id),
    CONSTRAINT fk_evidence_milestone_id FOREIGN KEY(milestone_id) REFERENCES milestone (id)
);

CREATE INDEX ix_evidence_milestone_id ON evidence (milestone_id);

CREATE INDEX ix_evidence_goal_id ON evidence (goal_id);
