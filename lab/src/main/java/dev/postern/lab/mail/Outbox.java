package dev.postern.lab.mail;

import dev.postern.lab.mail.store.Guard;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.mail.store.Watchers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Every message that a server of the lab took to send on, in the order it took them.
///
/// Here a test looks up what arrived: by whom, in which envelope, with which bytes. The newest
/// [#KEPT] are kept, and of their contents as many as [#OCTETS_KEPT] allow; digest and size stay.
/// May be used from any thread.
public final class Outbox {

    /// How many messages are remembered.
    public static final int KEPT = 100_000;

    /// How much of their contents is remembered.
    public static final long OCTETS_KEPT = 256L * 1024 * 1024;

    /// Which server took a message.
    public enum Server {
        EXCHANGE,
        HVE,
        ACS_SMTP,
        ACS,
        GRAPH,
        SMART_HOST
    }

    /// How a message came.
    ///
    /// @param account who had signed in; empty if nobody had
    /// @param connection number of its [Dialogue]; 0 if it came otherwise
    /// @param delay for how long the server held it back, whether or not it really waited
    public record Way(Server server, String account, long connection, Duration delay) {}

    /// From whom and to whom.
    ///
    /// @param sender empty for the null reverse-path
    /// @param parameters of MAIL, as they came
    public record Envelope(String sender, List<String> parameters, List<Recipient> recipients) {

        public Envelope {
            parameters = List.copyOf(parameters);
            recipients = List.copyOf(recipients);
        }

        /// One without parameters.
        public static Envelope of(String sender, List<String> recipients) {
            return new Envelope(
                    sender,
                    List.of(),
                    recipients.stream().map(one -> new Recipient(one, List.of())).toList());
        }

        /// The addresses of all recipients, in their order.
        public List<String> addresses() {
            return recipients.stream().map(Recipient::address).toList();
        }
    }

    /// One recipient.
    ///
    /// @param parameters of RCPT, as they came
    public record Recipient(String address, List<String> parameters) {

        public Recipient {
            parameters = List.copyOf(parameters);
        }
    }

    /// What was in it.
    ///
    /// @param sha256 of all octets, in lower-case hexadecimal
    /// @param source empty once it was forgotten
    public record Content(long size, String sha256, Optional<MessageSource> source) {

        static Content of(MessageSource source) {
            return new Content(source.size(), digest(source), Optional.of(source));
        }

        Content forgotten() {
            return new Content(size, sha256, Optional.empty());
        }
    }

    /// One message.
    ///
    /// @param number counts up from 1 in the order the messages were taken
    public record Accepted(long number, Instant at, Way way, Envelope envelope, Content content) {

        private Accepted withoutContent() {
            return new Accepted(number, at, way, envelope, content.forgotten());
        }
    }

    private final InstantSource clock;
    private final Guard guard = new Guard();
    private final Deque<Accepted> forgotten = new ArrayDeque<>();
    private final Deque<Accepted> whole = new ArrayDeque<>();
    private final Watchers watchers = new Watchers();
    private long octets;
    private long total;

    public Outbox(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes a message that was taken.
    public Accepted add(Way way, Envelope envelope, MessageSource source) {
        Content content = Content.of(source);
        Accepted added =
                guard.step(() -> {
                    Accepted one = new Accepted(++total, clock.instant(), way, envelope, content);
                    whole.addLast(one);
                    octets += content.size();
                    forget();
                    return one;
                });
        watchers.tell();
        return added;
    }

    /// All that are remembered, oldest first.
    public List<Accepted> messages() {
        return after(0);
    }

    /// Those with a number greater than this, oldest first.
    public List<Accepted> after(long number) {
        return guard.step(() ->
                Stream.concat(forgotten.stream(), whole.stream())
                        .filter(one -> one.number() > number)
                        .toList());
    }

    /// The one of this number.
    public Optional<Accepted> message(long number) {
        return after(number - 1).stream().findFirst().filter(one -> one.number() == number);
    }

    /// How many were ever taken.
    public long total() {
        return guard.step(() -> total);
    }

    /// Forgets all; the numbers go on.
    public void clear() {
        guard.step(() -> {
            forgotten.clear();
            whole.clear();
            octets = 0;
            return total;
        });
        watchers.tell();
    }

    /// Waits until the outbox is as wanted; false if it was not in time.
    public boolean await(Predicate<Outbox> wanted, Duration patience) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        long end = System.nanoTime() + patience.toNanos();
        try (Watchers.Watch _ = watchers.watch(changes::release)) {
            while (!wanted.test(this)) {
                if (!changes.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return wanted.test(this);
                }
                changes.drainPermits();
            }
            return true;
        }
    }

    private void forget() {
        while (octets > OCTETS_KEPT && whole.size() > 1) {
            Accepted oldest = whole.removeFirst();
            octets -= oldest.content().size();
            forgotten.addLast(oldest.withoutContent());
        }
        while (forgotten.size() + whole.size() > KEPT) {
            if (forgotten.isEmpty()) {
                octets -= whole.removeFirst().content().size();
            } else {
                forgotten.removeFirst();
            }
        }
    }

    private static String digest(MessageSource source) {
        try (InputStream in = source.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = in.read(buffer)) > 0) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
