package dev.postern.bench;

import dev.postern.bench.Contender.Round;
import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.Server;
import dev.postern.peers.Dovecot;
import dev.postern.peers.Installation;
import dev.postern.peers.Mail;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How fast messages are collected from a Dovecot on this machine into files, by Postern and by the
/// programs people would use otherwise.
///
/// Everybody fetches the same messages over TLS, leaves them on the server, and has them on the
/// disk (fsync) when the time stops. They take turns, so that a busy machine is busy for all.
/// Nothing is deleted before the end: ext4 does not use an inode again for minutes, and makes who
/// creates files then search for another.
final class CollectBench {

    private static final String USER = "bench@example.cz";
    private static final String TOKEN = "bench-token";
    private static final int SIZE_MIN = 4_000;
    private static final int SIZE_MAX = 20_000;
    private static final Pattern MBSYNC_FIELD = Pattern.compile("(?m)^X-TUID: .{12}\n");
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final Path folder;
    private final int messages;
    private final int rounds;
    private final Map<String, List<Double>> speeds = new TreeMap<>();
    private List<String> expected = List.of();
    private int taken;

    private CollectBench(PrintStream out, Path folder, int messages, int rounds) {
        this.out = out;
        this.folder = folder;
        this.messages = messages;
        this.rounds = rounds;
    }

    /// @param arguments a folder for the data, the number of messages, the number of rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new CollectBench(
                        System.out,
                        Files.createDirectories(Path.of(arguments[0])),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]))
                .run();
    }

    private void run() throws IOException, InterruptedException {
        for (String fact : Machine.facts(folder, List.of("dovecot", "mbsync", "mpop"))) {
            out.println(fact);
        }
        try (Dovecot dovecot = Dovecot.start(Path.of("/usr/sbin/dovecot"))) {
            dovecot.permit(TOKEN, USER);
            fill(dovecot);
            out.printf(Locale.ROOT, "%n%-6s %-24s %9s %9s%n", "round", "what", "seconds", "msg/s");
            imap(dovecot);
            pop3(dovecot);
        }
        out.println();
        ratio("collect.imap", "postern.imap", "mbsync");
        ratio("collect.pop3", "postern.pop3", "mpop");
        ratio("collect.imap.maildir", "postern.imap.maildir", "mbsync");
        ratio("collect.pop3.maildir", "postern.pop3.maildir", "mpop");
        ratio("collect.imap.queue", "postern.imap.queue", "mbsync");
        ratio("collect.pop3.queue", "postern.pop3.queue", "mpop");
    }

    private void fill(Dovecot dovecot) throws IOException {
        Random sizes = new Random(messages);
        List<String> digests = new ArrayList<>();
        Instant received = Instant.parse("2026-09-14T06:15:00Z");
        long octets = 0;
        for (int i = 0; i < messages; i++) {
            byte[] message = Mail.message(i, sizes.nextInt(SIZE_MIN, SIZE_MAX));
            dovecot.deliver(USER, message, received.plusSeconds(i));
            digests.add(Mail.digest(Mail.withoutCarriageReturns(message)));
            octets += message.length;
        }
        expected = digests.stream().sorted().toList();
        out.printf(Locale.ROOT, "mailbox: %d messages, %.1f MB%n", messages, octets / 1e6);
    }

    private void imap(Dovecot dovecot) throws IOException, InterruptedException {
        Assignment mailbox =
                Installation.assignment(
                        Server.Protocol.IMAP,
                        dovecot.imap(),
                        dovecot.trust(),
                        USER,
                        new After.Keep());
        inTurn(
                postern("postern.imap", mailbox, Optional.of(Installation.Into.FOLDER)),
                PeerContender.mbsync(mailbox(dovecot, dovecot.imap().port())),
                postern("postern.imap.maildir", mailbox, Optional.of(Installation.Into.MAILDIR)),
                postern("postern.imap.queue", mailbox, Optional.empty()));
    }

    private void pop3(Dovecot dovecot) throws IOException, InterruptedException {
        Assignment mailbox =
                Installation.assignment(
                        Server.Protocol.POP3,
                        dovecot.pop3(),
                        dovecot.trust(),
                        USER,
                        new After.Keep());
        inTurn(
                postern("postern.pop3", mailbox, Optional.of(Installation.Into.FOLDER)),
                PeerContender.mpop(mailbox(dovecot, dovecot.pop3().port()), true),
                postern("postern.pop3.maildir", mailbox, Optional.of(Installation.Into.MAILDIR)),
                postern("postern.pop3.queue", mailbox, Optional.empty()));
    }

    private PosternContender postern(
            String name, Assignment mailbox, Optional<Installation.Into> into) {
        return new PosternContender(name, mailbox, TOKEN, messages, into);
    }

    private static PeerContender.Mailbox mailbox(Dovecot dovecot, int port) {
        return new PeerContender.Mailbox(port, USER, Dovecot.PASSWORD, dovecot.caFile());
    }

    /// The first round warms everything up, the server too, and does not count.
    private void inTurn(Contender... contenders) throws IOException, InterruptedException {
        for (int round = 0; round <= rounds; round++) {
            for (Contender contender : contenders) {
                measure(contender, round);
            }
        }
    }

    private void measure(Contender contender, int round) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("run-" + taken++));
        Round result = contender.collect(own);
        double seconds = result.took().toNanos() / NANOS;
        double speed = messages / seconds;
        verify(contender, result);
        out.printf(
                Locale.ROOT,
                "%-6s %-24s %9.3f %9.0f%n",
                round == 0 ? "warm" : Integer.toString(round),
                contender.name(),
                seconds,
                speed);
        if (round > 0) {
            speeds.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(speed);
        }
    }

    /// Peers write line ends as LF, and mbsync adds a field of its own: but for these the messages
    /// must be what was sent.
    private void verify(Contender contender, Round round) throws IOException {
        if (contender.name().endsWith(".queue")) {
            return;
        }
        List<String> digests = new ArrayList<>();
        for (Path file : round.collected()) {
            byte[] lines = Mail.withoutCarriageReturns(Files.readAllBytes(file));
            String message = new String(lines, StandardCharsets.ISO_8859_1);
            String sent = MBSYNC_FIELD.matcher(message).replaceFirst("");
            digests.add(Mail.digest(sent.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (!digests.stream().sorted().toList().equals(expected)) {
            throw new IOException(
                    "%s collected %d files that are not the %d messages"
                            .formatted(contender.name(), digests.size(), messages));
        }
    }

    private void ratio(String what, String ours, String theirs) {
        out.printf(
                Locale.ROOT,
                "ratio %s %.2f %s%n",
                what,
                Figures.median(speeds.get(ours)) / Figures.median(speeds.get(theirs)),
                theirs);
    }
}
