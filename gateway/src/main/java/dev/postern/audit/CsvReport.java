package dev.postern.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The findings as a table for Excel and programs: commas, headers in English. A value that a
/// spreadsheet would take for a formula gets an apostrophe before it, since addresses come out of
/// files that anybody may have written.
public final class CsvReport {

    private static final List<String> HEADERS =
            List.of(
                    "address",
                    "state",
                    "messages-basic",
                    "messages-oauth",
                    "messages-unclear",
                    "sign-ins-smtp",
                    "sign-ins-imap",
                    "sign-ins-pop3",
                    "sign-ins-other",
                    "refused",
                    "tls-1.0",
                    "tls-1.1",
                    "tls-1.2",
                    "tls-1.3",
                    "first-seen",
                    "last-seen",
                    "smtp-auth",
                    "smtp-auth-open",
                    "recipients-internal",
                    "recipients-external",
                    "at-postern",
                    "what-to-do",
                    "or",
                    "why",
                    "commands");

    private CsvReport() {}

    /// Writes all addresses, what is to be done first before the rest.
    public static void write(Audit audit, Texts texts, Writer to) throws IOException {
        CsvWriter csv = CsvWriter.builder().build(to);
        csv.writeRecord(HEADERS);
        audit.findings().forEach(finding -> csv.writeRecord(row(finding, texts)));
        csv.flush();
    }

    private static List<String> row(Finding finding, Texts texts) {
        Sender.Traffic seen = finding.sender().traffic();
        long others =
                seen.signIns()
                        - seen.signIns(Client.SMTP)
                        - seen.signIns(Client.IMAP)
                        - seen.signIns(Client.POP3);
        return Stream.of(
                        finding.sender().address(),
                        finding.state(),
                        seen.messages(Authentication.BASIC),
                        seen.messages(Authentication.OAUTH),
                        seen.messages(Authentication.UNKNOWN),
                        seen.signIns(Client.SMTP),
                        seen.signIns(Client.IMAP),
                        seen.signIns(Client.POP3),
                        others,
                        seen.failures(),
                        seen.tls(Sender.Tls.V1_0),
                        seen.tls(Sender.Tls.V1_1),
                        seen.tls(Sender.Tls.V1_2),
                        seen.tls(Sender.Tls.V1_3),
                        seen.first().map(Instant::toString).orElse(""),
                        seen.last().map(Instant::toString).orElse(""),
                        finding.exposure().mailbox(),
                        finding.exposure().open().map(String::valueOf).orElse(""),
                        seen.internal(),
                        seen.external(),
                        seen.handedToPostern(),
                        finding.way(),
                        String.join(" ", finding.others().stream().map(Way::name).toList()),
                        String.join(" ", finding.reasons().stream().map(texts::say).toList()),
                        String.join(
                                " ; ",
                                Remedy.of(finding).commands().stream()
                                        .map(Remedy.Command::line)
                                        .toList()))
                .map(value -> harmless(value.toString()))
                .toList();
    }

    private static String harmless(String value) {
        return !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
