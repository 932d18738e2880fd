package dev.postern.crash;

import dev.postern.app.MortalMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the lives of one Postern are lived: a folder with its settings and its data, and the time,
/// which goes on between them. Used by one thread.
final class Stage implements AutoCloseable {

    /// Leases of the life that ended are over, as they would be a minute later.
    private static final Duration BETWEEN_LIVES = Duration.ofSeconds(61);

    private static final Pattern UNCLEAR = Pattern.compile("\"unclear\" : (\\d+)");

    final Path folder;
    private final PosternProcess.Setting setting;
    private final Optional<SmallDisk> disk;
    private Duration ahead = Duration.ZERO;
    private Duration latest = Duration.ZERO;

    /// @param ownDisk whether its data are to be on a disk of their own, which can be filled; they
    ///   are not if this user may not mount one
    Stage(Path folder, ProgramFiles program, boolean ownDisk)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.setting = PosternProcess.Setting.in(folder).of(program);
        Files.createDirectories(data());
        this.disk = ownDisk ? SmallDisk.on(data()) : Optional.empty();
    }

    Path data() {
        return folder.resolve("data");
    }

    Path settings() {
        return folder.resolve("postern.yaml");
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    /// Begins a life.
    PosternProcess start(List<String> options) throws IOException {
        return PosternProcess.start(
                setting.with("-D" + MortalMain.AHEAD + "=" + ahead)
                        .with(options.toArray(String[]::new)),
                "run",
                "-c",
                settings().toString());
    }

    /// Runs another command to its end, which has to be a good one.
    void command(String... arguments) throws IOException, InterruptedException {
        PosternProcess.Result result =
                PosternProcess.run(
                        setting.with("-D" + MortalMain.AHEAD + "=" + ahead),
                        Stream.concat(Stream.of(arguments), Stream.of("-c", settings().toString()))
                                .toArray(String[]::new));
        expectSuccess(result);
    }

    /// How many hand-overs may have happened twice, as the service that runs says.
    long possiblyTwice() throws IOException, InterruptedException {
        PosternProcess.Result status =
                PosternProcess.run(setting, "status", "--json", "-c", settings().toString());
        Matcher unclear = UNCLEAR.matcher(status.out());
        if (!unclear.find()) {
            throw new AssertionError("no status: " + status);
        }
        return Long.parseLong(unclear.group(1));
    }

    static void expectSuccess(PosternProcess.Result result) {
        if (result.code() != 0) {
            throw new AssertionError("ended with %d:\n%s".formatted(result.code(), result.err()));
        }
    }

    /// Whether nothing in the queue has still to be handed over.
    boolean nothingWaits() throws IOException {
        return counted("*", "delivery WHERE state IN ('waiting', 'sending')") == 0;
    }

    /// Messages that have a line in the ledger, in whatever generation of a folder.
    long inLedger() throws IOException {
        return counted("DISTINCT sha256", "ledger");
    }

    /// Lines of the ledger whose end the server has not confirmed.
    long openInLedger() throws IOException {
        return counted("*", "ledger WHERE state <> 'DONE'");
    }

    private long counted(String what, String rows) throws IOException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data().resolve("queue.db"));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(%s) FROM %s".formatted(what, rows))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// A life is over, and a minute passes.
    void nextLife() {
        pass(BETWEEN_LIVES);
    }

    /// Lets time pass for all lives to come.
    void pass(Duration time) {
        ahead = ahead.plus(time);
        noteClock(Duration.ZERO);
    }

    /// A life's clock was so much before or behind the time for a while.
    void noteClock(Duration wrongBy) {
        Duration shown = ahead.plus(wrongBy);
        latest = shown.compareTo(latest) > 0 ? shown : latest;
    }

    /// Lets so much time pass that whatever was put off has come due, whoever's clock was right.
    void passAll() {
        pass(latest.minus(ahead).plus(BETWEEN_LIVES));
    }

    @Override
    public void close() throws IOException {
        if (disk.isPresent()) {
            disk.get().close();
        }
    }
}
