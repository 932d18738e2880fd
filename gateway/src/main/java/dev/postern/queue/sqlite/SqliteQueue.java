package dev.postern.queue.sqlite;

import dev.postern.queue.Intake;
import dev.postern.queue.Ledger;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import java.io.File;
import java.io.IOException;

/// The queue in one SQLite file: puts the parts together.
public final class SqliteQueue implements QueueStore {

    private final Writer writer;
    private final Reading reading;
    private final Intake intake;
    private final Ledger ledger;
    private final Outlet outlet;
    private final QueueDesk desk;

    private SqliteQueue(
            Writer writer, Reading reading, Intake intake, Outlet outlet, QueueDesk desk) {
        this.writer = writer;
        this.reading = reading;
        this.intake = intake;
        this.ledger = new SqliteLedger(writer, reading);
        this.outlet = outlet;
        this.desk = desk;
    }

    /// Opens the store; makes it if there is none.
    ///
    /// @throws IOException with a text for the operator if the file cannot be used: damaged, not
    ///   Postern's, of a newer version, not writable. It is not changed then
    public static SqliteQueue open(SqliteSettings settings, Surroundings around)
            throws IOException {
        Database database = new Database(settings);
        new Schema(database, settings.file()).prepare();
        File folder = settings.file().toAbsolutePath().toFile().getParentFile();
        Health health = new Health(around.events());
        Space space = new Space(folder::getUsableSpace, settings.reserve(), around.events());
        Bell bell = new Bell();
        GroupCommit commits =
                new GroupCommit(database.writing(), settings.file(), around, health, bell::ringAll);
        Writer writer = new Writer(commits);
        FileIdentity identity = new FileIdentity(settings.file());
        Reading reading = Reading.open(database.reading(), settings.file());
        Receptions receptions =
                new Receptions(writer, new ReceptionMemory(settings.memory()), space);
        StoredBytes bytes = new StoredBytes(reading, new Damage(writer, around.events())::park);
        SqliteQueue queue =
                new SqliteQueue(
                        writer,
                        reading,
                        new SqliteIntake(writer, health, space, receptions, bell),
                        new SqliteOutlet(writer, reading, bytes, bell, around),
                        new SqliteDesk(writer, reading, bytes, bell, settings.file()));
        writer.start(new Housekeeping(around, health, space, receptions, identity));
        return queue;
    }

    @Override
    public Intake intake() {
        return intake;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Outlet outlet() {
        return outlet;
    }

    @Override
    public QueueDesk desk() {
        return desk;
    }

    @Override
    public void close() throws IOException {
        try (reading) {
            writer.close();
        }
    }
}
