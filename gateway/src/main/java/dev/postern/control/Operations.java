package dev.postern.control;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that an operator may ask.
///
/// The file is the settings file. Each method that needs it throws [UnusableException] with a text
/// for people if it has mistakes, or if what is asked cannot be done as things are. Safe for use by
/// many threads.
public interface Operations {

    /// Reads the settings and names all mistakes.
    SettingsReport checkSettings(Path file);

    /// Walks the chain of each entry of the settings, and changes nothing.
    CheckReport check(Path file, CheckOrder order) throws IOException, InterruptedException;

    /// Runs the service until the process is told to stop.
    ///
    /// @param plainLog what the command line says of the log's format; empty to do as the settings
    ///   say
    void run(Path file, Optional<LogFormat> plainLog) throws IOException, InterruptedException;

    /// Plays Microsoft 365 and Postern in one process, with sample messages.
    DemoReport demo(boolean once, Narrator narrator) throws IOException, InterruptedException;

    /// Runs Microsoft 365 in a box until the process is told to stop.
    void lab(LabOrder order, Narrator narrator) throws IOException, InterruptedException;

    /// Makes one visit to a mailbox and hands over what it brought.
    CollectReport collect(Path file, String name, Narrator narrator)
            throws IOException, InterruptedException;

    /// Lists what a visit would take, and changes nothing.
    PreviewReport preview(Path file, String name) throws IOException, InterruptedException;

    /// Asks the running service how it does; empty if none is running.
    Optional<ServiceStatus> status(Path file) throws IOException;

    /// Has the running service read its settings anew.
    ///
    /// @return what changed, in words
    List<String> reload(Path file) throws IOException;

    /// Sends one message: into the queue of these settings, or by SMTP to a server.
    ///
    /// @param file not read if there is a server
    SendReport send(Path file, Outgoing message, Optional<Via> via)
            throws IOException, InterruptedException;

    /// The queue, beside the running service or without one.
    QueueView queue(Path file) throws IOException;

    /// The local accounts and devices, beside the running service or without one.
    AccountsView accounts(Path file) throws IOException;

    /// Says what a server's words mean and what mends it, without asking anybody.
    ///
    /// @param name a mailbox or destination of the settings, whose names then stand in the commands
    ExplainReport explain(String words, Optional<Named> name) throws IOException;

    /// Writes scripts that set the tenants up for what these settings need, and nothing more.
    ///
    /// @param names mailboxes, destinations or tenants; empty for all
    /// @param folder made if it is not there; files of an earlier run are replaced
    SetupReport setup(Path file, List<String> names, Path folder) throws IOException;

    /// What is wrong with an answer of `postern init`; empty if nothing is.
    Optional<String> mistake(Question question, String answer);

    /// Writes a first settings file with comments.
    ///
    /// @param file must not exist
    /// @throws UnusableException if it does, or if an answer is missing or wrong
    InitReport init(Path file, Map<Question, String> answers) throws IOException;

    /// Says who still signs in with a password, from what administrators export.
    ///
    /// @param file the settings; not read if it does not exist, unless devices are asked for
    AuditReport audit(Path file, AuditOrder order, Narrator narrator) throws IOException;

    /// The settings file that is meant when none is named: the first that exists of the usual
    /// places.
    Path defaultSettings();

    /// The program's version.
    String version();

    /// Messages in the queue, and what a person may do with them.
    interface QueueView extends AutoCloseable {

        /// Those that match, the newest last.
        List<QueueEntry> list(QueueFilter filter) throws IOException;

        /// One message with its history; empty if it is not known.
        Optional<QueueEntry> show(String id) throws IOException;

        /// Applies a change to messages.
        ///
        /// @return the ids that were changed; others were not in a state for it, or unknown
        List<String> change(Change change, List<String> ids) throws IOException;

        /// Writes a message's bytes.
        void export(String id, OutputStream to) throws IOException;

        @Override
        void close();

        /// What a person may do with a message.
        enum Change {
            /// Try again now.
            RETRY,
            /// Let a parked message go.
            RELEASE,
            /// Hold a waiting message back.
            PARK,
            /// Remove it. The history keeps that it was, and who removed it.
            DELETE
        }
    }

    /// An entry of a settings file.
    record Named(Path file, String name) {}

    /// How log lines are written.
    enum LogFormat {
        PLAIN,
        JSON
    }

    /// What `postern lab` is asked for.
    ///
    /// @param file describes ports, tenants and mailboxes; empty for a ready-made world
    /// @param freePorts whether any free ports are used instead of the usual ones
    /// @param folder where the lab's certificate and settings for Postern that fit it are written
    record LabOrder(Optional<Path> file, boolean freePorts, Path folder) {}
}
