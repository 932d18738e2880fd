package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.control.Operations.QueueView;
import dev.postern.control.Outgoing;
import dev.postern.control.QueueEntry;
import dev.postern.control.QueueFilter;
import dev.postern.control.SendReport;
import dev.postern.control.UnusableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `postern send` puts into a queue of its own making.
@Tag("slow")
class SendTest {

    private final GatewayOperations operations =
            new GatewayOperations(Gateway.Environment.ofThisProcess());

    @TempDir Path folder;
    private Path settings = Path.of("");

    @BeforeEach
    void settings() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        settings =
                Files.writeString(
                        folder.resolve("postern.yaml"),
                        """
                        data: data
                        destinations:
                          onprem: {smart-host: {host: 127.0.0.1, port: 9, tls: none}}
                        relay:
                          routes: [{recipients: example.cz, to: onprem}]
                        """);
    }

    @Test
    void messageMadeOfPartsIsInTheQueueForAllItsRecipients() throws Exception {
        SendReport report =
                operations.send(
                        settings,
                        composed(
                                new Outgoing.People(
                                        List.of("Anna <anna@example.cz>, b@example.cz"),
                                        List.of(),
                                        List.of("boss@example.cz"),
                                        List.of())),
                        Optional.empty());

        assertThat(report.taken()).isTrue();
        assertThat(report.recipients())
                .containsExactly("anna@example.cz", "b@example.cz", "boss@example.cz");
        QueueEntry entry = only();
        assertThat(entry.id()).isEqualTo(report.id());
        assertThat(entry.sender()).contains("me@example.cz");
        assertThat(exported(entry.id()))
                .contains("To: Anna <anna@example.cz>, b@example.cz\r\n")
                .contains("Message-ID: " + report.messageId())
                .doesNotContain("boss");
    }

    @Test
    void wholeMessageGoesToThoseInItsHeaderAndBccIsTakenOut() throws Exception {
        SendReport report =
                operations.send(
                        settings,
                        whole(
                                """
                                From: me@example.cz
                                To: a@example.cz
                                Bcc: b@example.cz

                                one
                                .
                                two
                                """,
                                true),
                        Optional.empty());

        assertThat(report.recipients()).containsExactly("a@example.cz", "b@example.cz");
        assertThat(exported(report.id()))
                .endsWith("\r\n\r\none\r\n.\r\ntwo\r\n")
                .doesNotContain("b@example.cz");
    }

    @Test
    void recipientWithoutARouteIsRefusedAndNothingIsKept() throws Exception {
        SendReport report =
                operations.send(
                        settings,
                        whole("From: me@example.cz\nTo: a@example.com\n\nx\n", true),
                        Optional.empty());

        assertThat(report.taken()).isFalse();
        assertThat(report.later()).isFalse();
        assertThat(report.words()).contains("5.7.1");
        assertThat(queue(QueueFilter.of("any", 10))).isEmpty();
    }

    @Test
    void messageFromNobodyToNobodyIsRefusedInWords() {
        assertThatThrownBy(() ->
                        operations.send(
                                settings, whole("Subject: x\n\nx\n", true), Optional.empty()))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("no address in From");
        assertThatThrownBy(() ->
                        operations.send(
                                settings,
                                whole("From: me@example.cz\n\nx\n", true),
                                Optional.empty()))
                .hasMessageContaining("no recipient");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from",
                "sender",
                "to",
                "cc",
                "bcc",
                "reply-to",
                "subject",
                "header",
                "name"
            })
    void optionThatWouldBeMoreThanALineIsRefused(String option) {
        for (String end : List.of("\r\n", "\n", "\r", "\0")) {
            String more = end + "Bcc: boss@example.cz";
            String who = "Anna" + (option.equals("name") ? more : "") + " <anna@example.cz>";
            Outgoing.People people =
                    new Outgoing.People(
                            List.of(option.equals("to") ? "a@example.cz" + more : who),
                            option.equals("cc") ? List.of("a@example.cz" + more) : List.of(),
                            option.equals("bcc") ? List.of("a@example.cz" + more) : List.of(),
                            option.equals("reply-to") ? List.of("a@example.cz" + more) : List.of());
            Outgoing message =
                    new Outgoing.Composed(
                            "me@example.cz" + (option.equals("from") ? more : ""),
                            option.equals("sender")
                                    ? Optional.of("me@example.cz" + more)
                                    : Optional.empty(),
                            people,
                            "x" + (option.equals("subject") ? more : ""),
                            Optional.of("text"),
                            Optional.empty(),
                            List.of(),
                            List.of("X-Kind: test" + (option.equals("header") ? more : "")));

            assertThatThrownBy(() -> operations.send(settings, message, Optional.empty()))
                    .isInstanceOf(UnusableException.class);
        }
    }

    @Test
    void queueIsSearchedBySenderAndRecipient() throws Exception {
        operations.send(
                settings,
                whole("From: me@example.cz\nTo: a@example.cz\n\nx\n", true),
                Optional.empty());

        assertThat(queue(filter(Optional.of("me@example.cz"), Optional.empty()))).hasSize(1);
        assertThat(queue(filter(Optional.of("you@example.cz"), Optional.empty()))).isEmpty();
        assertThat(queue(filter(Optional.empty(), Optional.of("a@example")))).hasSize(1);
        assertThat(queue(filter(Optional.empty(), Optional.of("c@example")))).isEmpty();
    }

    private static QueueFilter filter(Optional<String> sender, Optional<String> recipient) {
        return new QueueFilter(
                "any",
                Optional.empty(),
                sender,
                recipient,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
    }

    private static Outgoing composed(Outgoing.People people) {
        return new Outgoing.Composed(
                "Me <me@example.cz>",
                Optional.empty(),
                people,
                "Žádost",
                Optional.of("Dobrý den"),
                Optional.empty(),
                List.of(),
                List.of("X-Kind: test"));
    }

    private static Outgoing whole(String message, boolean fromHeader) {
        return new Outgoing.Whole(
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                List.of(),
                fromHeader,
                false);
    }

    private QueueEntry only() throws IOException {
        List<QueueEntry> all = queue(QueueFilter.of("any", 10));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<QueueEntry> queue(QueueFilter filter) throws IOException {
        try (QueueView queue = operations.queue(settings)) {
            return queue.list(filter);
        }
    }

    private String exported(String id) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (QueueView queue = operations.queue(settings)) {
            queue.export(id, message);
        }
        return message.toString(StandardCharsets.UTF_8);
    }
}
