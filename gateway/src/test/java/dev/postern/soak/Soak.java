package dev.postern.soak;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// One run from its beginning to its judgement. For one thread.
final class Soak {

    /// How often a run of hours visits each mailbox.
    private static final Duration VISIT_EVERY = Duration.ofMinutes(1);

    private static final int DEVICES = 5;

    /// What is asked for.
    ///
    /// @param program Postern's start script
    /// @param time for which mail comes
    /// @param mailboxes how many are collected
    /// @param every how often each of them is visited
    /// @param devices how many hand mail in
    /// @param rate messages a second that they hand in together
    record Wish(
            Path program,
            Duration time,
            int mailboxes,
            Duration every,
            int devices,
            int rate,
            long seed) {

        List<String> addresses() {
            return IntStream.range(0, mailboxes).mapToObj("m%d@example.cz"::formatted).toList();
        }

        List<String> accounts() {
            return IntStream.range(0, devices).mapToObj("device-%d"::formatted).toList();
        }
    }

    private Soak() {}

    /// @param arguments a folder, Postern's start script, minutes, mailboxes, messages a second,
    ///   and the seed
    public static void main(String[] arguments)
            throws IOException, InterruptedException, WorldException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Wish wish =
                new Wish(
                        Path.of(arguments[1]),
                        Duration.ofMinutes(Integer.parseInt(arguments[2])),
                        Integer.parseInt(arguments[3]),
                        VISIT_EVERY,
                        DEVICES,
                        Integer.parseInt(arguments[4]),
                        Long.parseLong(arguments[5]));
        boolean complete = run(folder, wish, System.out);
        boolean flat = Report.of(folder.resolve("samples.csv"), folder, System.out);
        System.exit(complete && flat ? 0 : 1);
    }

    /// Writes `samples.csv` and `diary.txt` into the folder while it goes on.
    ///
    /// @return whether every message arrived, once, and nothing broke
    static boolean run(Path folder, Wish wish, PrintStream out)
            throws IOException, InterruptedException, WorldException {
        Authority authority =
                Authority.create(new SecureRandom(), InstantSource.system().instant());
        try (Lab lab = Lab.start(LabSettings.free(folder));
                PrintStream diary = lines(folder.resolve("diary.txt"));
                PrintStream table = lines(folder.resolve("samples.csv"))) {
            furnish(lab, wish.addresses());
            try (Service service = new Service(folder, wish, lab, authority)) {
                Diary notes = new Diary(diary, InstantSource.system());
                return new Life(wish, lab, service, notes).live(table, out);
            }
        }
    }

    private static PrintStream lines(Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }

    /// Makes the mailboxes, and tokens that do not outlive all the troubles of who gives them.
    private static void furnish(Lab lab, List<String> mailboxes) throws WorldException {
        StringBuilder made = new StringBuilder();
        for (String mailbox : mailboxes) {
            made.append(mailbox).append(": {full-access: [gateway]}\n");
        }
        made.append(Service.PROXIED).append(": {full-access: [gateway]}\n");
        lab.directory().patch("/tenants/example/exchange/mailboxes", made.toString());
        lab.directory().patch("/tokens", "{lifetime: 90s}");
    }
}
