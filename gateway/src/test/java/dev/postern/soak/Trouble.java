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

    /// Something that goes wrong for so long.
    private record Kind(String name, Duration time, Beginning beginning) {

        static Kind of(String name, int seconds, Beginning beginning) {
            return new Kind(name, Duration.ofSeconds(seconds), beginning);
        }

        static Kind tokens(String name, int seconds, EntraFault fault) {
            return of(
                    name, seconds, (lab, _) -> lab.entra().faults().add(fault, EntraFaults.ALWAYS));
        }

        /// @param fault as the lab reads it
        static Kind mail(String name, int seconds, String fault) {
            return of(name, seconds, (lab, _) -> lab.mail().faults().add(fault));
        }
    }

    private static final int LOST_REPLIES = 5;

    private static final Kind LOSING_REPLIES =
            Kind.mail(
                    "the smart host loses its last reply",
                    30,
                    "lost-reply protocol=smart-host times=" + LOST_REPLIES);

    private static final List<Kind> KINDS =
            List.of(
                    Kind.tokens("no tokens: 503", 60, new EntraFault.Unavailable(503)),
                    Kind.tokens("no tokens: no answer", 30, new EntraFault.Stall()),
                    Kind.mail(
                            "IMAP stalls in a message",
                            40,
                            "stall protocol=imap command=FETCH from=content after=300 time=20s"),
                    Kind.mail(
                            "IMAP ends in a message",
                            30,
                            "drop protocol=imap command=FETCH from=content after=300"),
                    Kind.mail("IMAP resets every connection", 30, "reset protocol=imap"),
                    Kind.mail(
                            "IMAP is throttled",
                            40,
                            "throttled protocol=imap command=FETCH backoff=10s"),
                    Kind.mail("IMAP is unavailable", 40, "server-unavailable protocol=imap"),
                    Kind.of(
                            "IMAP shows an expired certificate",
                            45,
                            (lab, _) -> lab.tls().imap().show(Shown.EXPIRED)),
                    Kind.mail(
                            "POP3 ends in a message",
                            60,
                            "drop protocol=pop3 command=RETR from=content after=300"),
                    Kind.mail(
                            "the smart host takes no connection",
                            45,
                            "answer protocol=smart-host command=CONNECT text=\"421 4.3.2 Not now\""),
                    Kind.mail(
                            "the smart host defers",
                            30,
                            "answer protocol=smart-host command=RCPT text=\"451 4.7.0 Later\""),
                    Kind.mail(
                            "the smart host resets before its last reply",
                            30,
                            "reset protocol=smart-host command=DOT"),
                    Kind.mail(
                            "the smart host stalls in a message",
                            20,
                            "intake protocol=smart-host way=stall after=1000 time=15s"),
                    LOSING_REPLIES,
                    Kind.mail(
                            "Exchange is busy",
                            60,
                            "answer protocol=smtp command=MAIL text=\"432 4.3.2 Too many\""),
                    Kind.mail(
                            "Exchange resets before its last reply",
                            60,
                            "reset protocol=smtp command=DOT"),
                    Kind.of("new certificate", 20, (_, service) -> service.renewCertificate()),
                    Kind.of("new settings", 20, (_, service) -> service.changeSettings()));

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
                    deck.addAll(KINDS);
                    Collections.shuffle(deck, random);
                }
                Thread.sleep(quiet.multipliedBy(500 + random.nextInt(1_000)).dividedBy(1_000));
                Kind kind = deck.removeLast();
                begin(kind);
                Thread.sleep(kind.time());
                mend();
            }
        } finally {
            mend();
        }
    }

    private void begin(Kind kind) throws IOException, InterruptedException {
        diary.note("trouble: " + kind.name());
        now.set(kind.name());
        number.set(KINDS.indexOf(kind) + 1);
        count.incrementAndGet();
        kind.beginning().begin(lab, service);
        if (kind.equals(LOSING_REPLIES)) {
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
