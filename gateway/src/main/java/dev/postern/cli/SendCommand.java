package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.Outgoing;
import dev.postern.control.SendReport;
import dev.postern.control.UnusableException;
import dev.postern.control.Via;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = {
            "Sends one message: made of its parts, or, with -t or with recipients, read whole from standard input as sendmail does."
        })
final class SendCommand implements Callable<Integer> {

    /// As sendmail's EX_TEMPFAIL: trying again later may help.
    static final int LATER = 75;

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @ArgGroup(validate = false, heading = "%nA message made of its parts:%n")
    private Parts parts = new Parts();

    @ArgGroup(validate = false, heading = "%nA whole message, as sendmail takes it:%n")
    private Sendmail sendmail = new Sendmail();

    @ArgGroup(validate = false, heading = "%nBy SMTP, instead of into the queue here:%n")
    private Server server = new Server();

    @Option(
            names = {"-f", "--sender"},
            paramLabel = "ADDRESS",
            description = "The envelope's sender, if it is not the address in From; `<>` for none.")
    private @Nullable String sender;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    static final class Parts {
        @Option(
                names = "--from",
                paramLabel = "WHO",
                description = "Whose message it is: an address, or 'Name <address>'.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "WHO", description = "To whom; may be repeated.")
        private List<String> to = new ArrayList<>();

        @Option(names = "--cc", paramLabel = "WHO", description = "Who gets a copy.")
        private List<String> copies = new ArrayList<>();

        @Option(
                names = "--bcc",
                paramLabel = "WHO",
                description = "Who gets a copy that the others do not see.")
        private List<String> hidden = new ArrayList<>();

        @Option(names = "--reply-to", paramLabel = "WHO", description = "Where answers go.")
        private List<String> replyTo = new ArrayList<>();

        @Option(names = "--subject", paramLabel = "TEXT", description = "What it is about.")
        private String subject = "";

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "What it says; without it and --html, standard input is.")
        private @Nullable String text;

        @Option(names = "--html", paramLabel = "FILE", description = "The same in HTML, UTF-8.")
        private @Nullable Path html;

        @Option(
                names = "--attach",
                paramLabel = "FILE",
                description = "A file that goes with it; may be repeated.")
        private List<Path> attachments = new ArrayList<>();

        @Option(
                names = "--header",
                paramLabel = "FIELD",
                description = "A further header field, 'X-Name: value'; may be repeated.")
        private List<String> headers = new ArrayList<>();
    }

    static final class Sendmail {
        @Option(names = "-t", description = "Send to those in the message's To, Cc and Bcc.")
        private boolean fromHeader;

        @Option(
                names = {"-i", "-oi"},
                description = "A line that is only a dot does not end the message.")
        private boolean dotIsText;

        @Parameters(paramLabel = "RECIPIENT", description = "To whom it goes.")
        private List<String> recipients = new ArrayList<>();

        private boolean meant() {
            return fromHeader || !recipients.isEmpty();
        }
    }

    static final class Server {
        @Option(
                names = "--via",
                paramLabel = "HOST:PORT",
                description = "The server to hand it to.")
        private @Nullable String address;

        @Option(
                names = "--tls",
                paramLabel = "MODE",
                description = "starttls (default), implicit or none.")
        private Via.Security security = Via.Security.STARTTLS;

        @Option(
                names = "--trust",
                paramLabel = "FILE",
                description = "A PEM file with the only certificates to trust.")
        private @Nullable Path trust;

        @Option(names = "--user", paramLabel = "NAME", description = "Who signs in there.")
        private @Nullable String user;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "A file whose first line is the password.")
        private @Nullable Path password;
    }

    SendCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Outgoing message = message();
        Path file = settings.file(operations);
        SendReport report = operations.send(file, message, via());
        if (json) {
            terminal.json(report);
        } else if (report.taken() && !report.id().isEmpty()) {
            terminal.print(report.id());
        }
        if (!json || !report.taken()) {
            terminal.say(report.words());
        }
        if (report.taken()) {
            return PosternCommand.OK;
        }
        return report.later() ? LATER : PosternCommand.UNUSABLE;
    }

    private Outgoing message() throws IOException {
        if (sendmail.meant()) {
            if (parts.from != null || !parts.to.isEmpty()) {
                throw new UnusableException(
                        "A message is either read whole (-t, or recipients without an option), or made of its parts (--from, --to …), not both.");
            }
            return new Outgoing.Whole(
                    terminal.input(),
                    Optional.ofNullable(sender),
                    sendmail.recipients,
                    sendmail.fromHeader,
                    !sendmail.dotIsText);
        }
        if (parts.from == null) {
            throw new UnusableException(
                    "Nothing says whose message it is. For example: postern send --from scanner@example.cz --to anna@example.cz --subject Scan --text Hello --attach scan.pdf");
        }
        return new Outgoing.Composed(
                parts.from,
                Optional.ofNullable(sender),
                new Outgoing.People(parts.to, parts.copies, parts.hidden, parts.replyTo),
                parts.subject,
                text(),
                parts.html == null ? Optional.empty() : Optional.of(Files.readString(parts.html)),
                parts.attachments,
                parts.headers);
    }

    private Optional<String> text() throws IOException {
        if (parts.text != null) {
            return Optional.of(parts.text);
        }
        return parts.html == null
                ? Optional.of(new String(terminal.input().readAllBytes(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private Optional<Via> via() throws UnusableException {
        if ((server.user == null) != (server.password == null)) {
            throw new UnusableException(
                    "--user and --password-file go together: who signs in, and with what.");
        }
        if (server.address == null) {
            return Optional.empty();
        }
        Optional<Via.User> user =
                server.user == null || server.password == null
                        ? Optional.empty()
                        : Optional.of(new Via.User(server.user, server.password));
        return Optional.of(
                new Via(server.address, server.security, Optional.ofNullable(server.trust), user));
    }
}
