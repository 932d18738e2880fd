-- The local accounts of one Postern, and the devices that it has seen, version 1.
-- All moments are milliseconds since 1970-01-01T00:00Z. Lists are texts with a line an entry.

-- An account: who may hand in mail or open a mailbox.
CREATE TABLE account (
    name       TEXT    PRIMARY KEY COLLATE NOCASE,
    enabled    INTEGER NOT NULL,
    senders    TEXT    NOT NULL,            -- patterns
    author     TEXT    NOT NULL CHECK (author IN ('KEEP', 'REPAIR', 'FORCE')),
    instead    TEXT,                        -- the address that replaces others
    mailboxes  TEXT    NOT NULL,
    networks   TEXT    NOT NULL,            -- from where; empty for everywhere
    rate       INTEGER NOT NULL,            -- messages a minute
    passwords  TEXT    NOT NULL,            -- argon2id, all of one salt
    access_key TEXT,                        -- not the key: what makes it another than a former one
    created    INTEGER NOT NULL,
    last_used  INTEGER
) STRICT, WITHOUT ROWID;

-- One row: grows with every change of an account, so that others know that they must read anew.
CREATE TABLE version (number INTEGER NOT NULL) STRICT;
INSERT INTO version VALUES (1);

-- A device: who came from where, and how.
CREATE TABLE device (
    account      TEXT    NOT NULL,          -- in lower case; empty without a sign-in
    address      TEXT    NOT NULL,
    hello        TEXT    NOT NULL,
    entry        TEXT    NOT NULL,
    protocol     TEXT    NOT NULL,
    tls          TEXT,
    mechanism    TEXT,
    senders      TEXT    NOT NULL,
    visits       INTEGER NOT NULL,
    messages     INTEGER NOT NULL,
    refused      INTEGER NOT NULL,
    first_seen   INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    last_refusal TEXT,
    PRIMARY KEY (account, address, hello)
) STRICT, WITHOUT ROWID;

-- Strangers are forgotten in this order.
CREATE INDEX device_stranger ON device (last_seen) WHERE visits = 0 AND messages = 0;
