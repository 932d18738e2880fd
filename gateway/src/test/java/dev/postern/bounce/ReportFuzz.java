package dev.postern.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Parcel;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Notice;
import dev.postern.queue.Reply;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;

/// A target of `bench/fuzz`: whatever a server says about whatever message, the report on it is a
/// message of whole lines, with its own header and three parts.
public final class ReportFuzz {

    private ReportFuzz() {}

    /// What Jazzer calls: a line that the server says, a line of the sender's, the message.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        String[] parts = text.split("\n", 3);
        String original = parts.length < 3 ? "" : parts[2];
        Envelope.Returned returned = List.of(Envelope.Returned.values()).get(input.length % 2);
        Envelope envelope =
                BounceBench.envelope(
                        new Envelope.Options(
                                Optional.of(printable(parts.length < 2 ? "x" : parts[1])),
                                Optional.of(returned),
                                true,
                                input.length % 3 == 0),
                        new Recipient(
                                AddrSpec.of("ž\u0301lutá@příklad.cz"),
                                EnumSet.noneOf(dev.postern.protocol.mail.Notify.class),
                                Optional.of(printable(parts[0]))));
        byte[] octets = original.getBytes(StandardCharsets.ISO_8859_1);
        Parcel news =
                BounceBench.news(
                        List.of(Notice.values()).get(input.length % Notice.values().length),
                        envelope,
                        new Reply(new EnhancedStatus(5, 1, 1), "mx.example.cz", parts[0]),
                        octets.length,
                        _ -> new ByteArrayInputStream(octets));
        BounceBench bench = new BounceBench();
        bench.agent.hand(news);
        if (!bench.intake.messages.isEmpty()) {
            check(bench);
        }
    }

    private static String printable(String text) {
        String words = text.replaceAll("[^!-~]", "");
        return words.isEmpty() ? "x" : words.substring(0, Math.min(words.length(), 100));
    }

    private static void check(BounceBench bench) throws Exception {
        String report = bench.raw();
        int original = report.indexOf("Content-Type: message/rfc822");
        String own = original < 0 ? report : report.substring(0, original);
        assertThat(own.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        assertThat(own.lines()).allMatch(line -> line.length() <= 998);
        Message message = bench.report();
        assertThat(message.getFrom().getFirst().getAddress())
                .isEqualTo("postmaster@gate.example.cz");
        assertThat(message.getTo().toString()).isEqualTo("[scanner@example.cz]");
        List<String> names =
                message.getHeader().getFields().stream().map(field -> field.getName()).toList();
        assertThat(names)
                .containsOnlyOnce("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")
                .isSubsetOf(
                        "From",
                        "To",
                        "Subject",
                        "Date",
                        "Message-ID",
                        "In-Reply-To",
                        "References",
                        "Auto-Submitted",
                        "MIME-Version",
                        "Content-Type");
        assertThat(((Multipart) message.getBody()).getCount()).isEqualTo(3);
    }
}
