package dev.postern.lab.tls;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/// What one server shows in its TLS handshakes, changeable while it runs.
///
/// Contexts are made when first shown. Any thread may call.
public final class ServerTls {

    private static final Duration SINCE_EXPIRY = Duration.ofDays(7);

    private final Authority authority;
    private final List<String> names;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Shown, SSLContext> contexts = new EnumMap<>(Shown.class);
    private Shown shown = Shown.GOOD;

    ServerTls(Authority authority, List<String> names) {
        this.authority = authority;
        this.names = names;
    }

    /// What connections from now on will see.
    public void show(Shown certificate) {
        lock.lock();
        try {
            shown = certificate;
        } finally {
            lock.unlock();
        }
    }

    public Shown shown() {
        lock.lock();
        try {
            return shown;
        } finally {
            lock.unlock();
        }
    }

    /// The context for the next connection; ask anew for each one.
    public SSLContext context() {
        lock.lock();
        try {
            return contexts.computeIfAbsent(shown, this::make);
        } finally {
            lock.unlock();
        }
    }

    /// One context that shows to each new connection what [#context] gives at that time, for
    /// servers that take a context once.
    public SSLContext changingContext() {
        return new ChangingContext(this);
    }

    private SSLContext make(Shown certificate) {
        var good = Authority.goodUntil(authority.madeAt());
        ServerCertificate made =
                switch (certificate) {
                    case GOOD -> authority.issue(names, good);
                    case EXPIRED -> authority.issue(names, authority.madeAt().minus(SINCE_EXPIRY));
                    case WRONG_NAME -> authority.issue(List.of("mail.wrong.example"), good);
                    case UNTRUSTED ->
                            Authority.create(authority.random(), authority.madeAt())
                                    .issue(names, good);
                };
        return made.context(authority.random());
    }
}
