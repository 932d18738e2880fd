package dev.postern.queue.sqlite;

import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.QueueId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens the bytes of accepted messages, and proves them on the way out.
///
/// Safe for use by many threads.
final class StoredBytes {

    static final String OPEN =
            """
            SELECT message.size, message.sha256, body.octets, reception.number
            FROM message
            LEFT JOIN body ON body.message = message.number
            LEFT JOIN reception ON reception.message = message.number
            WHERE message.number = ?
            """;

    static final String CHUNK = "SELECT octets FROM chunk WHERE reception = ? AND part = ?";

    /// Told when a message turns out to be damaged.
    @FunctionalInterface
    interface OnDamage {
        void damaged(long message, String how) throws IOException;
    }

    /// What the store has of a message.
    private static final class Found {

        private final long size;
        private final byte[] sha256;
        private final byte @Nullable [] octets; // null if they are in chunks
        private final long reception;

        private Found(ResultSet row) throws SQLException {
            size = row.getLong(1);
            sha256 = row.getBytes(2);
            octets = row.getBytes(3);
            reception = row.getLong(4);
        }
    }

    private final Reading reading;
    private final OnDamage onDamage;

    StoredBytes(Reading reading, OnDamage onDamage) {
        this.reading = reading;
        this.onDamage = onDamage;
    }

    /// A small message is proved before the first octet is given out, a large one before the end of
    /// the stream is.
    InputStream open(QueueId id) throws IOException {
        long number = MessageNumber.of(id).orElse(-1);
        Found found =
                reading.hotQuery(statements -> statements.first(OPEN, Found::new, number))
                        .orElseThrow(() ->
                                new NoSuchFileException(
                                        id.value(), null, "the queue knows no such message"));
        byte[] octets = found.octets;
        if (octets == null && found.reception == 0) {
            throw new NoSuchFileException(
                    id.value(), null, "its bytes are gone: it was delivered or deleted");
        }
        if (octets == null) {
            return new ChunkStream(id, number, found);
        }
        Proof proof = new Proof(id, number, found);
        proof.update(octets, octets.length);
        proof.complete();
        return new ByteArrayInputStream(octets);
    }

    /// Counts and digests what goes out.
    private final class Proof {

        private final QueueId id;
        private final long number;
        private final Found found;
        private final MessageDigest digest = SqliteReception.newDigest();
        private long size;

        Proof(QueueId id, long number, Found found) {
            this.id = id;
            this.number = number;
            this.found = found;
        }

        void update(byte[] octets, int count) {
            digest.update(octets, 0, count);
            size += count;
        }

        void complete() throws IOException {
            if (size != found.size) {
                throw damaged("%d octets were accepted, %d are stored".formatted(found.size, size));
            }
            if (!MessageDigest.isEqual(digest.digest(), found.sha256)) {
                throw damaged("the SHA-256 of its bytes is not that at acceptance");
            }
        }

        private DamagedMessageException damaged(String how) throws IOException {
            onDamage.damaged(number, how);
            return new DamagedMessageException(
                    "Message %s is damaged: %s. It is parked; the disk or the database needs a look."
                            .formatted(id, how));
        }
    }

    /// Reads one chunk after the other; holds one in memory and, between calls, no connection.
    private final class ChunkStream extends InputStream {

        private final long reception;
        private final Proof proof;
        private byte[] chunk = {};
        private int at;
        private int part;
        private boolean ended;

        ChunkStream(QueueId id, long number, Found found) {
            this.reception = found.reception;
            this.proof = new Proof(id, number, found);
        }

        @Override
        public int read() throws IOException {
            return more() ? chunk[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int step = Math.min(count, chunk.length - at);
            System.arraycopy(chunk, at, into, from, step);
            at += step;
            return step;
        }

        @Override
        public int available() {
            return chunk.length - at;
        }

        /// Gets the next chunk when this one is used up.
        ///
        /// @return whether there is an octet at [#at]
        private boolean more() throws IOException {
            while (at == chunk.length && !ended) {
                Optional<byte[]> next =
                        reading.hotQuery(statements ->
                                statements.first(CHUNK, row -> row.getBytes(1), reception, part));
                if (next.isEmpty()) {
                    proof.complete();
                    ended = true;
                } else {
                    chunk = next.get();
                    at = 0;
                    part++;
                    proof.update(chunk, chunk.length);
                }
            }
            return at < chunk.length;
        }
    }
}
