package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message under way in a session, from MAIL to the reply to its last octet (RFC 5321 §3.3).
/// Confined to its session's thread.
///
/// Whatever way it ends, [#close] leaves nothing behind of a message that was not finished.
final class MailTransaction implements AutoCloseable {

    /// How many times the announced size a client may send before it is given up.
    private static final int OVERRUN = 2;

    private final Optional<AddrSpec> sender;
    private final Envelope.Options options;
    private final List<Recipient> recipients = new ArrayList<>();
    private int tooMany;
    private @Nullable Incoming incoming;
    private @Nullable ContentScanner chunks;
    private boolean failed;

    MailTransaction(Optional<AddrSpec> sender, Envelope.Options options) {
        this.sender = sender;
        this.options = options;
    }

    boolean utf8() {
        return options.utf8();
    }

    int recipients() {
        return recipients.size();
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    /// One recipient more than is allowed.
    ///
    /// @return how many there were
    int turnedAway() {
        return ++tooMany;
    }

    /// Whether it has begun to come in chunks.
    boolean chunked() {
        return chunks != null || failed;
    }

    /// Takes the content after DATA.
    ServerReply data(SmtpService service, ServerLimits limits, Exchange exchange)
            throws IOException {
        return switch (service.data(envelope())) {
            case SmtpService.Opening.Refused(ServerReply reply) -> reply;
            case SmtpService.Opening.Taken(Incoming taken) -> {
                incoming = taken;
                exchange.say(Replies.GO_AHEAD);
                ContentScanner scanner = ContentScanner.ofData(limits, taken);
                exchange.input().data(scanner, OVERRUN * limits.size());
                yield finish(taken, scanner);
            }
        };
    }

    /// Takes a chunk, or drops it if it is of no use: its octets are there already.
    ServerReply chunk(
            SmtpService service, ServerLimits limits, Exchange exchange, ServerCommand.Bdat chunk)
            throws IOException {
        Optional<ServerReply> refusal = chunks == null ? begin(service, limits) : Optional.empty();
        if (refusal.isPresent()) {
            failed = true;
            drop(limits, exchange, chunk);
            return refusal.get();
        }
        ContentScanner scanner = Objects.requireNonNull(chunks);
        exchange.input().chunk(scanner, chunk.size());
        if (chunk.last()) {
            scanner.end();
            return finish(Objects.requireNonNull(incoming), scanner);
        }
        if (scanner.flaw().isPresent()) {
            close();
            failed = true;
            chunks = null;
        }
        return scanner.flaw().map(Flaw::reply).orElse(Replies.CHUNK_TAKEN);
    }

    private Optional<ServerReply> begin(SmtpService service, ServerLimits limits) {
        if (failed) {
            return Optional.of(Replies.CHUNK_FAILED);
        }
        if (recipients.isEmpty()) {
            return Optional.of(Replies.NO_RECIPIENT);
        }
        return switch (service.data(envelope())) {
            case SmtpService.Opening.Refused(ServerReply reply) -> Optional.of(reply);
            case SmtpService.Opening.Taken(Incoming taken) -> {
                incoming = taken;
                chunks = ContentScanner.ofChunks(limits, taken);
                yield Optional.empty();
            }
        };
    }

    /// Reads a chunk that nobody wants, to know where the next command begins.
    static void drop(ServerLimits limits, Exchange exchange, ServerCommand.Bdat chunk)
            throws IOException {
        if (chunk.size() > OVERRUN * limits.size()) {
            throw SessionEndedException.refused(Replies.OVERSIZE);
        }
        exchange.input().chunk(ContentScanner.ofChunks(limits, Sink.DISCARD), chunk.size());
    }

    private Envelope envelope() {
        return new Envelope(sender, recipients, options);
    }

    private ServerReply finish(Incoming taken, ContentScanner scanner) {
        Optional<Flaw> flaw = scanner.flaw();
        if (flaw.isPresent()) {
            return flaw.get().reply();
        }
        incoming = null;
        return taken.finish();
    }

    @Override
    public void close() {
        Incoming unfinished = incoming;
        incoming = null;
        if (unfinished != null) {
            unfinished.abandon();
        }
    }
}
