package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.store.Guard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was said on one connection: lines, without message contents and without tokens.
///
/// Written by its session, read by any thread. Only the last lines are kept; the counts are of all.
public final class Dialogue {

    private static final int LINES_MAX = 300;
    private static final int LINE_LENGTH_MAX = 400;

    private final long number;
    private final Protocol protocol;
    private final Journal journal;
    private final Guard guard = new Guard();
    private final Deque<String> lines = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private String mailbox = "";
    private boolean open = true;

    Dialogue(long number, Protocol protocol, Journal journal) {
        this.number = number;
        this.protocol = protocol;
        this.journal = journal;
    }

    /// Connections are numbered from 1 as they come.
    public long number() {
        return number;
    }

    public Protocol protocol() {
        return protocol;
    }

    /// Whose session it is; empty before a sign-in.
    public Optional<String> mailbox() {
        return guard.step(() -> mailbox.isEmpty() ? Optional.empty() : Optional.of(mailbox));
    }

    public boolean isOpen() {
        return guard.step(() -> open);
    }

    /// The last lines: `C: ` from the client, `S: ` from the server, `# ` the lab's own remarks.
    public List<String> lines() {
        return guard.step(() -> List.copyOf(lines));
    }

    /// How often the client gave this command, for example `UID FETCH`.
    public int count(String command) {
        return guard.step(() -> counts.getOrDefault(command, 0));
    }

    /// How often the client gave each command.
    public Map<String, Integer> counts() {
        return guard.step(() -> Map.copyOf(counts));
    }

    /// Notes a command of the client. The line must not hold a secret.
    public void client(String command, String line) {
        guard.step(() -> counts.merge(command, 1, Integer::sum));
        note("C: ", line);
    }

    /// Notes a line of the client that is no command.
    public void client(String line) {
        note("C: ", line);
    }

    /// Notes a line of the server.
    public void server(String line) {
        note("S: ", line);
    }

    /// Notes what neither side said.
    public void remark(String line) {
        note("# ", line);
    }

    /// Notes that the client has signed in to this mailbox; how many connections it has now.
    public int signedIn(String address) {
        guard.step(() -> mailbox = address);
        return journal.signedIn(address);
    }

    /// Notes that the connection is over.
    public void close() {
        boolean first =
                guard.step(() -> {
                    boolean was = open;
                    open = false;
                    return was;
                });
        if (first) {
            journal.closed(mailbox());
        }
    }

    private void note(String who, String line) {
        String clipped =
                line.length() > LINE_LENGTH_MAX ? line.substring(0, LINE_LENGTH_MAX) + "…" : line;
        guard.step(() -> {
            if (lines.size() == LINES_MAX) {
                lines.removeFirst();
            }
            return lines.add(who + clipped);
        });
        journal.tell();
    }
}
