package dev.postern.submission;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// A listener's certificate, read again when its files change.
///
/// Whoever renews it writes two files, one after the other: as long as they do not fit together,
/// the last pair that did is shown, and an alarm says so. Safe for use by many threads.
public final class Certificate implements Supplier<Optional<SSLContext>> {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /// What of a file tells that it has changed.
    private record Stamp(FileTime certificate, long size, FileTime key) {}

    private final PemFiles files;
    private final InstantSource clock;
    private final Events events;
    private final String subject;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Optional<SSLContext> context = Optional.empty();
    private volatile Instant lookAgain = Instant.MIN;
    private Optional<Stamp> stamp = Optional.empty();
    private boolean alarmed;

    private Certificate(PemFiles files, InstantSource clock, Events events) {
        this.files = files;
        this.clock = clock;
        this.events = events;
        this.subject = "certificate " + files.certificate();
    }

    /// The certificate in these files, read for the first time; if it is not usable now, it may be
    /// later.
    ///
    /// @param certificate PEM, the server's own first, then its chain
    /// @param key PEM; may be the same file
    public static Certificate in(Path certificate, Path key, InstantSource clock, Events events) {
        Certificate read = new Certificate(new PemFiles(certificate, key), clock, events);
        Optional<SSLContext> _ = read.get();
        return read;
    }

    /// What to show in the next handshake; empty if there has never been a usable certificate.
    @Override
    public Optional<SSLContext> get() {
        Instant now = clock.instant();
        if (!now.isBefore(lookAgain) && reading.tryLock()) {
            try {
                lookAgain = now.plus(LOOK_AGAIN);
                renew();
            } finally {
                reading.unlock();
            }
        }
        return context;
    }

    private void renew() {
        try {
            Optional<Stamp> found = Optional.of(look());
            if (!found.equals(stamp) || alarmed) {
                context = Optional.of(files.context());
                stamp = found;
                settle();
            }
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private Stamp look() throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(files.certificate()),
                Files.size(files.certificate()),
                Files.getLastModifiedTime(files.key()));
    }

    private void complain(String reason) {
        if (!alarmed) {
            alarmed = true;
            events.report(
                    new Event.AlarmRaised(
                            subject,
                            context.isPresent()
                                    ? "the new certificate cannot be used, the old one is shown: "
                                            + reason
                                    : "there is no TLS: " + reason));
        }
    }

    private void settle() {
        if (alarmed) {
            alarmed = false;
            events.report(new Event.AlarmCleared(subject));
        }
    }
}
