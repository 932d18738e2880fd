package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;

/// Takes all messages, but for those whose addresses say otherwise, and remembers what it was told.
///
/// The one password is `secret`. Recipients at `refused.example` are refused, messages to
/// `full@example.cz` at DATA, to `late@example.cz` at the end, to `broken@example.cz` while they
/// come; a sender `closing@example.cz` is told 421, and `bug@example.cz` finds one.
final class RecordingService implements SmtpService {

    /// A message as it was taken.
    record Taken(Envelope envelope, String content) {}

    private final List<Taken> messages = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger abandoned = new AtomicInteger();

    List<Taken> messages() {
        return messages;
    }

    List<String> told() {
        return told;
    }

    int abandoned() {
        return abandoned.get();
    }

    @Override
    public void introduced(String name, boolean extended) {
        told.add((extended ? "EHLO " : "HELO ") + name);
    }

    @Override
    public void secured(SSLSession session) {
        told.add(session.getProtocol());
    }

    @Override
    public ServerReply authenticate(Credentials credentials) {
        told.add(credentials.toString());
        return new String(credentials.password(), StandardCharsets.UTF_8).equals("secret")
                ? ServerReply.of(235, "2.7.0", "Welcome")
                : ServerReply.of(535, "5.7.8", "Wrong");
    }

    @Override
    public ServerReply mail(
            Optional<AddrSpec> sender, Envelope.Options options, OptionalLong size) {
        String from = sender.map(AddrSpec::toString).orElse("");
        return switch (from) {
            case "bug@example.cz" -> throw new IllegalStateException("found");
            case "closing@example.cz" -> ServerReply.of(421, "4.3.2", "Not now");
            default -> ServerReply.of(250, "2.1.0", "Sender OK");
        };
    }

    @Override
    public ServerReply recipient(Recipient recipient) {
        return recipient.address().domain().equals("refused.example")
                ? ServerReply.of(550, "5.7.1", "No relaying")
                : ServerReply.of(250, "2.1.5", "Recipient OK");
    }

    @Override
    public Opening data(Envelope envelope) {
        String to = envelope.recipients().getFirst().address().toString();
        return to.equals("full@example.cz")
                ? new Opening.Refused(ServerReply.of(452, "4.3.1", "No room"))
                : new Opening.Taken(new Arriving(envelope, to));
    }

    private final class Arriving implements Incoming {

        private final Envelope envelope;
        private final String to;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Arriving(Envelope envelope, String to) {
            this.envelope = envelope;
            this.to = to;
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            if (to.equals("broken@example.cz")) {
                throw new IOException("no space left");
            }
            content.write(octets, from, count);
        }

        @Override
        public ServerReply finish() {
            if (to.equals("late@example.cz")) {
                return ServerReply.of(451, "4.3.0", "Not committed");
            }
            messages.add(new Taken(envelope, content.toString(StandardCharsets.UTF_8)));
            return ServerReply.of(250, "2.0.0", "Taken " + messages.size());
        }

        @Override
        public void abandon() {
            abandoned.incrementAndGet();
        }
    }
}
