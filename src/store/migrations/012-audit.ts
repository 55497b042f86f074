import type { Migration } from './migration.ts';

/**
 * Who changed what. Nothing of it can be edited, nor taken away but by moving `audit_cut` forward, which can only stand on an entry that is
 * there, and never on the last. That `REPLACE` fires no trigger of deletion is met by the trigger of insertion.
 */
export const audit: Migration = {
  version: 12,
  sql: `
    CREATE TABLE audit (
      number INTEGER NOT NULL PRIMARY KEY,  -- from 1 without a gap
      body   TEXT NOT NULL,                 -- the entry in JSON
      hash   TEXT NOT NULL                  -- SHA-256 of the hash before and the body
    ) STRICT;
    CREATE TABLE audit_cut (                -- the last entry that was removed for its age
      one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
      number INTEGER NOT NULL,
      hash   TEXT NOT NULL
    ) STRICT;
    INSERT INTO audit_cut VALUES (1, 0, '');
    CREATE TRIGGER audit_next BEFORE INSERT ON audit
      WHEN NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM audit), (SELECT number FROM audit_cut))
      BEGIN SELECT raise(ABORT, 'an entry of the audit stands behind the last'); END;
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'an entry of the audit is never changed'); END;
    CREATE TRIGGER audit_kept BEFORE DELETE ON audit WHEN OLD.number > (SELECT number FROM audit_cut)
      BEGIN SELECT raise(ABORT, 'an entry of the audit is removed for its age alone'); END;
    CREATE TRIGGER audit_cut_forward BEFORE UPDATE ON audit_cut
      WHEN NEW.one IS NOT 1 OR NEW.number <= OLD.number OR NEW.number >= (SELECT max(number) FROM audit)
        OR NEW.hash IS NOT (SELECT hash FROM audit WHERE number = NEW.number)
      BEGIN SELECT raise(ABORT, 'the audit is cut at an entry before the last'); END;
    CREATE TRIGGER audit_cut_stays BEFORE DELETE ON audit_cut
      BEGIN SELECT raise(ABORT, 'the cut of the audit stays'); END;
    CREATE TRIGGER audit_cut_one BEFORE INSERT ON audit_cut
      BEGIN SELECT raise(ABORT, 'the audit has one cut'); END;
    CREATE TABLE idempotency (              -- calls that are answered alike when they come again
      token         TEXT NOT NULL,          -- its id; empty for that of the data directory
      key           TEXT NOT NULL,
      request       TEXT NOT NULL,          -- SHA-256 of what was asked
      created_at_ms INTEGER NOT NULL,
      status        INTEGER,                -- NULL, as the next: it was done, and its answer is not known
      answer        TEXT,                   -- in JSON
      PRIMARY KEY (token, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_by_age ON idempotency (created_at_ms)`,
};
