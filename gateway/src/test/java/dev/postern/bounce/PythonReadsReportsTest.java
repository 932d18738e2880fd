package dev.postern.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Notice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What Python's email package finds in our reports.
@Tag("peer")
class PythonReadsReportsTest {

    private static final String SCRIPT =
            """
            import sys, email, email.policy
            report = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
            def defects(part):
                found = list(part.defects)
                for name, value in part.items():
                    found += list(getattr(value, "defects", ()))
                return found
            for part in report.walk():
                if defects(part): print("DEFECT", part.get_content_type(), defects(part))
            print(report.get_content_type(), report.get_param("report-type"))
            text, status, original = report.iter_parts()
            print(text.get_content_type(), "anna" in text.get_content())
            blocks = status.get_payload()
            print(status.get_content_type(), len(blocks))
            for block in blocks[1:]:
                print(block["Action"], block["Status"], block["Final-Recipient"])
            print(original.get_content_type())
            """;

    static Stream<Arguments> reports() {
        Envelope two =
                BounceBench.envelope(
                        Envelope.Options.NONE,
                        BounceBench.to("anna@example.cz"),
                        BounceBench.to("nobody@example.cz"));
        Recipient wide = BounceBench.to("anna.žluť@example.cz");
        return Stream.of(
                Arguments.of(
                        Notice.FAILED,
                        two,
                        BounceBench.ORIGINAL,
                        List.of(
                                "multipart/report delivery-status",
                                "text/plain True",
                                "message/delivery-status 3",
                                "failed 5.1.1 rfc822; anna@example.cz",
                                "failed 5.1.1 rfc822; nobody@example.cz",
                                "message/rfc822")),
                Arguments.of(
                        Notice.DELAYED,
                        BounceBench.envelope(Envelope.Options.NONE, wide),
                        "Subject: Žluť\r\nFrom: a@example.cz\r\n\r\nHello",
                        List.of(
                                "multipart/report delivery-status",
                                "text/plain True",
                                "message/delivery-status 2",
                                "delayed 4.1.1 utf-8; anna.\\x{17E}lu\\x{165}@example.cz",
                                "text/rfc822-headers")));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void pythonFindsTheThreePartsAndNoDefect(
            Notice notice, Envelope envelope, String original, List<String> expected)
            throws Exception {
        BounceBench bench = new BounceBench();
        bench.agent.hand(BounceBench.news(notice, envelope, BounceBench.UNKNOWN_USER, original));

        Process python =
                new ProcessBuilder("python3", "-c", SCRIPT).redirectErrorStream(true).start();
        try (var in = python.getOutputStream()) {
            in.write(bench.intake.messages.getLast());
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines()).containsExactlyElementsOf(expected);
        assertThat(python.waitFor()).isZero();
    }
}
