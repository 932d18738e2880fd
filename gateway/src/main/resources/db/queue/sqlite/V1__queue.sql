-- The queue of one Postern, version 1. All moments are milliseconds since 1970-01-01T00:00Z.

-- "Pstn": so that no other program's database is taken for a queue.
PRAGMA application_id = 0x5073746e;
-- The version of this schema. A program that knows only older ones refuses to open the file.
PRAGMA user_version = 1;

-- A folder of a mailbox in one generation (UIDVALIDITY; 0 for POP3).
CREATE TABLE place (
    number     INTEGER PRIMARY KEY,
    mailbox    TEXT    NOT NULL,
    folder     TEXT    NOT NULL,
    generation INTEGER NOT NULL,
    visit      INTEGER NOT NULL,            -- of a folder's generations the highest was visited last
    UNIQUE (mailbox, folder, generation)
) STRICT;

-- Every message that a mailbox ever announced. Outlives the message and its history.
CREATE TABLE ledger (
    place      INTEGER NOT NULL REFERENCES place,
    id         ANY     NOT NULL,            -- an integer is an IMAP UID, a text a POP3 unique-id
    state      TEXT    NOT NULL CHECK (state IN ('PENDING', 'TAKEN', 'DONE', 'PARKED', 'SKIPPED')),
    attempts   INTEGER NOT NULL DEFAULT 0,  -- failed fetches
    not_before INTEGER NOT NULL DEFAULT 0,  -- the earliest next fetch
    reason     TEXT    NOT NULL DEFAULT '', -- of the last failure
    message    INTEGER,                     -- message.number, even when that row has been pruned
    received   INTEGER,                     -- from here on: the fingerprint, known once accepted
    message_id TEXT,
    size       INTEGER,
    sha256     BLOB,
    PRIMARY KEY (place, id)
) STRICT, WITHOUT ROWID;

-- Releasing a parked message resets its ledger entry.
CREATE INDEX ledger_parked ON ledger (message) WHERE state = 'PARKED';

-- An accepted message: everything but its bytes.
CREATE TABLE message (
    number     INTEGER PRIMARY KEY,         -- shown as the queue id; grows with the time of acceptance
    source     TEXT    NOT NULL,            -- the settings' entry that took it in
    place      INTEGER NOT NULL REFERENCES place,
    server_id  ANY     NOT NULL,            -- as ledger.id
    received   INTEGER NOT NULL,            -- when the server got it
    accepted   INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    sha256     BLOB    NOT NULL,
    message_id TEXT
) STRICT;

-- The bytes of a small message. Gone when all its deliveries have ended.
CREATE TABLE body (
    message INTEGER PRIMARY KEY REFERENCES message ON DELETE CASCADE,
    octets  BLOB NOT NULL
) STRICT;

-- The bytes of a large message while they come in, and then for as long as a body lives.
-- AUTOINCREMENT: a number is never used again, so bytes of two receptions cannot mix.
CREATE TABLE reception (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    touched INTEGER NOT NULL,               -- without a message and untouched for long: abandoned
    message INTEGER REFERENCES message      -- set by acceptance: this is what makes the chunks visible
) STRICT;

CREATE UNIQUE INDEX reception_of_message ON reception (message) WHERE message IS NOT NULL;

CREATE TABLE chunk (
    reception INTEGER NOT NULL REFERENCES reception,
    part      INTEGER NOT NULL,             -- 0, 1, 2 …
    octets    BLOB    NOT NULL,
    PRIMARY KEY (reception, part)
) STRICT;

-- One message for one destination.
CREATE TABLE delivery (
    number      INTEGER PRIMARY KEY,
    message     INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    destination TEXT    NOT NULL,
    state       TEXT    NOT NULL
                CHECK (state IN ('waiting', 'sending', 'parked', 'delivered', 'bounced', 'deleted')),
    due         INTEGER NOT NULL,           -- waiting: not before, 0 for now; sending: end of the lease
    attempts    INTEGER NOT NULL DEFAULT 0,
    first_tried INTEGER,
    token       TEXT,                       -- of the claim while sending
    ended       INTEGER                     -- when it became delivered, bounced or deleted
) STRICT;

CREATE UNIQUE INDEX delivery_of_message ON delivery (message, destination);

-- A claim takes the first of (destination, 0): the oldest message that is due. What waits for a later
-- moment is set to 0 when that moment has come. Each step is a range at the head of this index, so a
-- claim costs the same whether ten messages wait or a million.
CREATE INDEX delivery_waiting ON delivery (destination, due, message) WHERE state = 'waiting';
CREATE INDEX delivery_sending ON delivery (destination, due) WHERE state = 'sending';
CREATE INDEX delivery_parked ON delivery (destination, message) WHERE state = 'parked';
CREATE INDEX delivery_ended ON delivery (ended) WHERE ended IS NOT NULL;

-- What happened to a message after its acceptance, which message itself records.
CREATE TABLE history (
    message     INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    number      INTEGER NOT NULL,           -- 1, 2, 3 …
    at          INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    destination TEXT    NOT NULL DEFAULT '',
    attempt     INTEGER NOT NULL DEFAULT 0, -- 0: not an attempt
    who         TEXT    NOT NULL DEFAULT '',-- the operator; empty: Postern itself
    words       TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;

-- Written to find out whether a store that failed can be written again. Always empty in between.
CREATE TABLE probe (octets BLOB NOT NULL) STRICT;
