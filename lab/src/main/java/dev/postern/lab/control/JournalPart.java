package dev.postern.lab.control;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.Journal;
import java.util.List;
import java.util.Map;

/// What clients said to the mail servers: GET for the counters and the last connections, of one
/// mailbox alone with `?mailbox=`.
public final class JournalPart implements Part {

    private final Journal journal;

    public JournalPart(Journal journal) {
        this.journal = journal;
    }

    private record Told(
            long connections,
            long open,
            long signIns,
            long signInsRefused,
            long downloads,
            List<Connection> last) {}

    private record Connection(
            long number,
            String protocol,
            String mailbox,
            boolean open,
            Map<String, Integer> commands,
            List<String> lines) {}

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        if (!request.method().equals("GET")) {
            return Replies.notAllowed("GET");
        }
        String mailbox = request.query().getOrDefault("mailbox", "");
        List<Dialogue> dialogues =
                mailbox.isEmpty() ? journal.dialogues() : journal.dialogues(mailbox);
        return Replies.ok(
                new Told(
                        journal.connections(),
                        journal.connectionsOpen(),
                        journal.signIns(),
                        journal.signInsRefused(),
                        journal.downloads(),
                        dialogues.stream().map(JournalPart::told).toList()));
    }

    private static Connection told(Dialogue dialogue) {
        return new Connection(
                dialogue.number(),
                dialogue.protocol().toString(),
                dialogue.mailbox().orElse(""),
                dialogue.isOpen(),
                dialogue.counts(),
                dialogue.lines());
    }
}
