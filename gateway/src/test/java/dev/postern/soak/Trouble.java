package dev.postern.soak;

import dev.postern.lab.Lab;
import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import dev.postern.lab.tls.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Makes something fail now and then, and mends it again: one trouble after the other, in an order
/// that follows from the seed, each as often as the others.
final class Trouble {

    /// How a trouble begins.
    @FunctionalInterface
    private interface Beginning {
        void begin(Lab lab, Service service) throws IOException, InterruptedException;
    }

    /// Something that goes wrong for so many seconds.
    enum Kind {
        TOKENS_AWAY(60, tokens(new EntraFault.Unavailable(503))),
        TOKENS_STALLED(30, tokens(new EntraFault.Stall())),
        IMAP_STALLS(40, mail("stall protocol=imap command=FETCH from=content after=300 time=20s")),
        IMAP_DROPS(30, mail("drop protocol=imap command=FETCH from=content after=300")),
        IMAP_RESETS(30, mail("reset protocol=imap")),
        IMAP_THROTTLED(40, mail("throttled protocol=imap command=FETCH backoff=10s")),
        IMAP_UNAVAILABLE(40, mail("server-unavailable protocol=imap")),
        IMAP_CERTIFICATE_EXPIRED(45, (lab, _) -> lab.tls().imap().show(Shown.EXPIRED)),
        POP3_DROPS(60, mail("drop protocol=pop3 command=RETR from=content after=300")),
        HOST_AWAY(
                45, mail("answer protocol=smart-host command=CONNECT text=\"421 4.3.2 Not now\"")),
        HOST_DEFERS(30, mail("answer protocol=smart-host command=RCPT text=\"451 4.7.0 Later\"")),
        HOST_RESETS(30, mail("reset protocol=smart-host command=DOT")),
        HOST_STALLS(20, mail("intake protocol=smart-host way=stall after=1000 time=15s")),
        HOST_LOSES_REPLIES(30, mail("lost-reply protocol=smart-host times=" + LOST_REPLIES)),
        EXCHANGE_BUSY(60, mail("answer protocol=smtp command=MAIL text=\"432 4.3.2 Too many\"")),
        EXCHANGE_RESETS(60, mail("reset protocol=smtp command=DOT")),
        CERTIFICATE_RENEWED(20, (lab, service) -> service.renewCertificate()),
        SETTINGS_CHANGED(20, (lab, service) -> service.changeSettings());

        private final Duration time;
        private final Beginning beginning;

        Kind(int seconds, Beginning beginning) {
            this.time = Duration.ofSeconds(seconds);
            this.beginning = beginning;
        }

        private static Beginning tokens(EntraFault fault) {
            return (lab, _) -> lab.entra().faults().add(fault, EntraFaults.ALWAYS);
        }

        private static Beginning mail(String line) {
            return (lab, _) -> lab.mail().faults().add(line);
        }
    }

    private static final int LOST_REPLIES = 5;

    private final Lab lab;
    private final Service service;
    private final Diary diary;
    private final AtomicReference<String> now = new AtomicReference<>("nothing");
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger lostReplies = new AtomicInteger();

    Trouble(Lab lab, Service service, Diary diary) {
        this.lab = lab;
        this.service = service;
        this.diary = diary;
    }

    /// The number of what is wrong at this moment; 0 if all is well.
    int number() {
        return number.get();
    }

    /// How many there were.
    int count() {
        return count.get();
    }

    /// How many replies to a message's end were lost at most: so many may come twice.
    int lostReplies() {
        return lostReplies.get();
    }

    /// Goes on until it is interrupted; all is well then.
    ///
    /// @param quiet time from one to the next, on average
    void run(Duration quiet, Random random) throws IOException, InterruptedException {
        List<Kind> deck = new ArrayList<>();
        try {
            while (true) {
                if (deck.isEmpty()) {
                    deck.addAll(List.of(Kind.values()));
                    Collections.shuffle(deck, random);
                }
                Thread.sleep(quiet.multipliedBy(500 + random.nextInt(1_000)).dividedBy(1_000));
                Kind kind = deck.removeLast();
                begin(kind);
                Thread.sleep(kind.time);
                mend();
            }
        } finally {
            mend();
        }
    }

    private void begin(Kind kind) throws IOException, InterruptedException {
        diary.note("trouble: " + kind);
        now.set(kind.name());
        number.set(kind.ordinal() + 1);
        count.incrementAndGet();
        kind.beginning.begin(lab, service);
        if (kind == Kind.HOST_LOSES_REPLIES) {
            lostReplies.addAndGet(LOST_REPLIES);
        }
    }

    private void mend() {
        lab.entra().faults().clear();
        lab.mail().faults().clear();
        lab.tls().imap().show(Shown.GOOD);
        number.set(0);
        diary.note("mended: " + now.getAndSet("nothing"));
    }
}
