-- The queue, version 2: messages with an envelope, which are sent on. No row is rewritten: a full queue
-- is only read once, for the new indexes.

PRAGMA user_version = 2;

-- Only a collected message has a place, a server's id and a server's date.
ALTER TABLE message ALTER COLUMN place DROP NOT NULL;
ALTER TABLE message ALTER COLUMN server_id DROP NOT NULL;
ALTER TABLE message ALTER COLUMN received DROP NOT NULL;

-- The others have an envelope. It stands in the message's own row, because a row more for each
-- message costs more than anything else at acceptance.
ALTER TABLE message ADD COLUMN sender TEXT;         -- the reverse-path, '' for the null one; NULL: no envelope
ALTER TABLE message ADD COLUMN recipients TEXT;     -- their addresses, a line each
ALTER TABLE message ADD COLUMN wishes TEXT;         -- a line each: NOTIFY, tab, ORCPT; NULL if nobody wishes anything
ALTER TABLE message ADD COLUMN envelope_id TEXT;    -- ENVID
ALTER TABLE message ADD COLUMN returned TEXT CHECK (returned IN ('full', 'headers'));
ALTER TABLE message ADD COLUMN eight_bit INTEGER;   -- 1: BODY=8BITMIME
ALTER TABLE message ADD COLUMN utf8 INTEGER;        -- 1: SMTPUTF8

-- Who handed it in; a report has none of these.
ALTER TABLE message ADD COLUMN account TEXT;        -- '' if nobody signed in
ALTER TABLE message ADD COLUMN address TEXT;        -- the peer's, '' if it was on this machine
ALTER TABLE message ADD COLUMN hello TEXT;
ALTER TABLE message ADD COLUMN protocol TEXT;

-- A report of Postern's own: which delivery it is about. One report of each kind.
ALTER TABLE message ADD COLUMN about INTEGER;       -- delivery.number, even when that row has been pruned
ALTER TABLE message ADD COLUMN notice TEXT CHECK (notice IN ('failed', 'delayed', 'relayed'));
CREATE UNIQUE INDEX message_report ON message (about, notice) WHERE about IS NOT NULL;

-- A delivery is now some recipients of one message on their way to one destination. They part when
-- they fare differently, so there may be several of a message for the same destination.
-- What goes to the destination `sender` is not the message but news of it for its sender: a delivery
-- that failed (it turns into the notice, and its recipients end with it), or a delay or a relaying
-- (the notice is a row beside the delivery).
ALTER TABLE delivery ADD COLUMN sender INTEGER NOT NULL DEFAULT 0; -- whose turn it takes: a hash; 0 without an envelope
ALTER TABLE delivery ADD COLUMN recipients TEXT;    -- positions in message.recipients: '0', '0-4,7'
ALTER TABLE delivery ADD COLUMN passed TEXT;        -- ways before this destination, a line each; NULL if none
ALTER TABLE delivery ADD COLUMN further TEXT;       -- ways after it, a line each; NULL if none
ALTER TABLE delivery ADD COLUMN hope INTEGER NOT NULL DEFAULT 0; -- 1: a way that was passed may take it another time
ALTER TABLE delivery ADD COLUMN warned INTEGER;     -- when the sender was told of a delay
ALTER TABLE delivery ADD COLUMN notice TEXT CHECK (notice IN ('failed', 'delayed', 'relayed'));
ALTER TABLE delivery ADD COLUMN replies TEXT;       -- what was said last: one line for all, or a line each

DROP INDEX delivery_of_message;
CREATE INDEX delivery_of_message ON delivery (message);

-- Of what is due, (destination, 0, sender) has each sender's messages in their order, and a sender's
-- neighbour is one step away: so a claim goes from sender to sender and costs the same whether ten
-- messages wait or a million, of ten senders or of a hundred thousand.
DROP INDEX delivery_waiting;
CREATE INDEX delivery_waiting ON delivery (destination, due, sender, message) WHERE state = 'waiting';

-- What can be passed on when a destination is away.
CREATE INDEX delivery_onward ON delivery (destination, due)
    WHERE state = 'waiting' AND further IS NOT NULL;

-- By destination, to count what it took since a moment.
DROP INDEX delivery_ended;
CREATE INDEX delivery_ended ON delivery (destination, ended) WHERE ended IS NOT NULL;

CREATE INDEX history_unclear ON history (message) WHERE kind = 'unclear';
