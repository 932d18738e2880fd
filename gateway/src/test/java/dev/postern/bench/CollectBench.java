package dev.postern.bench;

import dev.postern.bench.Race.Entry;
import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.Server.Protocol;
import dev.postern.peers.Dovecot;
import dev.postern.peers.Installation;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How fast messages are collected from a Dovecot on this machine into files, by Postern and by the
/// programs people would use otherwise.
///
/// Everybody fetches the same messages over TLS, leaves them on the server, and has them on the
/// disk (fsync) when the time stops.
final class CollectBench {

    private static final String NEAR = "bench@example.cz";
    private static final String FAR = "far@example.cz";
    private static final String TOKEN = "bench-token";
    private static final String FAR_TOKEN = "far-token";
    private static final int SIZE_MIN = 1_000;
    private static final int SIZE_MAX = 20_000;
    private static final Duration ROUND_TRIP = Duration.ofMillis(30);

    private static final String FEW = "few@example.cz";

    /// For programs that start another for each message.
    private static final int FEW_MESSAGES = 200;

    private static final int FEWER_MESSAGES = 50;

    private final Workbench bench;
    private final Figures figures;
    private final Dovecot dovecot;
    private final int rounds;

    private CollectBench(Workbench bench, Dovecot dovecot) {
        this.bench = bench;
        this.figures = bench.figures();
        this.dovecot = dovecot;
        this.rounds = bench.number(1, 3, 1);
    }

    /// @param arguments those of [Workbench]; the numbers are of messages and of rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("collect", arguments);
        try (Dovecot dovecot = Dovecot.start(Path.of("/usr/sbin/dovecot"))) {
            new CollectBench(bench, dovecot).run();
        }
        try (Dovecot dovecot = Dovecot.startForDomains(Path.of("/usr/sbin/dovecot"))) {
            new ManyMailboxesBench(bench, dovecot).run();
        }
        bench.report(List.of("dovecot", "mbsync", "mpop", "getmail", "fetchmail"));
    }

    private void run() throws IOException, InterruptedException {
        near();
        slowly();
        far();
        compare("collect.imap", "mbsync");
        compare("collect.pop3", "mpop");
        for (String peer : List.of("getmail6", "fetchmail")) {
            figures.ratioIfAny("collect.imap", peer);
            figures.ratioIfAny("collect.pop3", peer);
        }
        figures.ratio("collect.imap.30ms", "mbsync");
        figures.ratio("collect.pop3.30ms", "mpop");
        figures.ratio("collect.pop3.30ms.plain", "mpop");
    }

    private void compare(String what, String peer) {
        figures.ratio(what, peer);
        figures.ratioOfLess(what + ".cpu", peer);
        figures.ratio(what + ".maildir", peer, what);
        figures.ratio(what + ".queue", peer, what);
    }

    private Stock stock(String user, String token, int messages) throws IOException {
        dovecot.permit(token, user);
        Stock stock = Stock.into(dovecot, user, messages, SIZE_MIN, SIZE_MAX);
        figures.note(
                "%s: %d messages, %.1f MB", user, stock.messages(), (double) stock.octets() / 1e6);
        return stock;
    }

    private void near() throws IOException, InterruptedException {
        Stock stock = stock(NEAR, TOKEN, bench.number(0, 5_000, 2_000));
        Race race = new Race(bench, stock, rounds, true);
        Place imap = new Place(Protocol.IMAP, dovecot.imap().port(), dovecot.trust());
        PeerContender.Mailbox peer = mailbox(NEAR, imap.port(), dovecot.caFile());
        String what = "collect.imap";
        race.run(
                new Entry(what, postern(imap, stock, Installation.Into.FOLDER)),
                new Entry(what, PeerContender.mbsync(peer)),
                new Entry(what + ".maildir", postern(imap, stock, Installation.Into.MAILDIR)),
                new Entry(what + ".queue", postern(imap, stock)),
                new Entry(what, new RawImap(imap.port(), imap.trust(), stock)));
        Place pop3 = new Place(Protocol.POP3, dovecot.pop3().port(), dovecot.trust());
        peer = mailbox(NEAR, pop3.port(), dovecot.caFile());
        what = "collect.pop3";
        race.run(
                new Entry(what, postern(pop3, stock, Installation.Into.FOLDER)),
                new Entry(what, PeerContender.mpop(peer)),
                new Entry(what + ".maildir", postern(pop3, stock, Installation.Into.MAILDIR)),
                new Entry(what + ".queue", postern(pop3, stock)),
                new Entry(what, new RawPop3(pop3.port(), pop3.trust(), stock)));
    }

    private void slowly() throws IOException, InterruptedException {
        Race race =
                new Race(
                        bench,
                        stock(FEW, "few-token", bench.quick() ? FEWER_MESSAGES : FEW_MESSAGES),
                        1,
                        false);
        PeerContender.Mailbox imap = mailbox(FEW, dovecot.imap().port(), dovecot.caFile());
        PeerContender.Mailbox pop3 = mailbox(FEW, dovecot.pop3().port(), dovecot.caFile());
        race.attempt(
                new Entry("collect.imap", PeerContender.getmail(imap, "IMAP")),
                new Entry("collect.imap", PeerContender.fetchmail(imap, "IMAP")),
                new Entry("collect.pop3", PeerContender.getmail(pop3, "POP3")),
                new Entry("collect.pop3", PeerContender.fetchmail(pop3, "POP3")));
    }

    /// A server further away; and one, by POP3, that is asked for a message when the one before has
    /// come.
    private void far() throws IOException, InterruptedException {
        int messages = bench.number(2, 1_000, 300);
        Stock stock = stock(FAR, FAR_TOKEN, messages);
        Race race = new Race(bench, stock, rounds, false);
        Path ca = dovecot.caFile();
        try (Distance imap = Distance.to(dovecot.imap().port(), ROUND_TRIP);
                Distance pop3 = Distance.to(dovecot.pop3().port(), ROUND_TRIP)) {
            Place farImap = new Place(Protocol.IMAP, imap.port(), dovecot.trust());
            String what = "collect.imap.30ms";
            race.run(
                    new Entry(what, postern(farImap, stock, Installation.Into.FOLDER)),
                    new Entry(what, PeerContender.mbsync(mailbox(FAR, imap.port(), ca))),
                    new Entry(what, new RawImap(imap.port(), dovecot.trust(), stock)));
            Place farPop3 = new Place(Protocol.POP3, pop3.port(), dovecot.trust());
            what = "collect.pop3.30ms";
            race.run(
                    new Entry(what, postern(farPop3, stock, Installation.Into.FOLDER)),
                    new Entry(what, PeerContender.mpop(mailbox(FAR, pop3.port(), ca))),
                    new Entry(what, new RawPop3(pop3.port(), dovecot.trust(), stock)));
            oneByOne(pop3, stock);
        }
    }

    private void oneByOne(Distance pop3, Stock stock) throws IOException, InterruptedException {
        Path ca = bench.fresh().resolve("ca.pem");
        try (WithoutPipelining plain = new WithoutPipelining(pop3.port(), dovecot.trust(), ca)) {
            Place place = new Place(Protocol.POP3, plain.port(), plain.trust());
            String what = "collect.pop3.30ms.plain";
            new Race(bench, stock, 1, false)
                    .run(
                            new Entry(what, postern(place, stock, Installation.Into.FOLDER)),
                            new Entry(what, PeerContender.mpop(mailbox(FAR, plain.port(), ca))));
            if (plain.hidden() < 2) {
                throw new IOException(
                        "PIPELINING was hidden from %d of 2".formatted(plain.hidden()));
            }
        }
    }

    /// Where a mailbox is.
    private record Place(Protocol protocol, int port, SSLContext trust) {}

    private static PosternContender postern(Place place, Stock stock, Installation.Into into) {
        return postern(place, stock, Optional.of(into));
    }

    /// Into the queue alone.
    private static PosternContender postern(Place place, Stock stock) {
        return postern(place, stock, Optional.empty());
    }

    private static PosternContender postern(
            Place place, Stock stock, Optional<Installation.Into> into) {
        Assignment assignment =
                Installation.assignment(
                        place.protocol(),
                        new Endpoint("localhost", place.port(), Security.IMPLICIT),
                        place.trust(),
                        stock.mailbox(),
                        new After.Keep());
        String token = stock.mailbox().equals(NEAR) ? TOKEN : FAR_TOKEN;
        return new PosternContender(List.of(assignment), token, stock.messages(), into);
    }

    private static PeerContender.Mailbox mailbox(String user, int port, Path ca) {
        return new PeerContender.Mailbox(port, user, Dovecot.PASSWORD, ca);
    }
}
