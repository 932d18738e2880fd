package dev.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.audit.sheet.UnreadableException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String REPORT =
            "\"Sender address\",\"Authentication Protocol\",\"TLS 1.0\",\"TLS 1.2\",\"Messages sent\"\n";

    @TempDir Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<Audit.Visitor> visitors = new ArrayList<>();
    private Map<String, String> columns = Map.of();

    private void has(String name, String text) throws IOException {
        files.add(Files.writeString(folder.resolve(name), text));
    }

    private Audit audit() throws IOException {
        return audit(NOW);
    }

    private Audit audit(Instant now) throws IOException {
        return Audit.of(
                new Audit.Terms(
                        files,
                        visitors,
                        columns,
                        List.of("example.cz"),
                        Duration.ofDays(7),
                        Optional.of(folder.resolve("runs.jsonl"))),
                now,
                (_, _) -> {});
    }

    private Finding only() throws IOException {
        return audit().findings().findFirst().orElseThrow();
    }

    @Test
    void printerWithOldTlsIsToSendThroughPostern() throws Exception {
        has("eac.csv", REPORT + "Scanner@example.cz,Basic Authentication,80,20,1482\n");

        Finding finding = only();

        assertThat(finding.sender().address()).isEqualTo("scanner@example.cz");
        assertThat(finding.state()).isEqualTo(State.BASIC);
        assertThat(finding.way()).isEqualTo(Way.RELAY);
        assertThat(finding.reasons()).contains(Finding.Reason.of("reason.tls", 80L));
        assertThat(Remedy.of(finding).settings().orElseThrow()).contains("min-version: \"1.0\"");
    }

    @Test
    void rowsOfOneSenderAddUp() throws Exception {
        has(
                "eac.csv",
                REPORT
                        + "erp@example.cz,Basic Authentication,0,100,10\n"
                        + "erp@example.cz,Modern Authentication,0,100,\"1,000\"\n"
                        + "erp@example.cz,,0,100,3\n");

        Sender.Traffic seen = only().sender().traffic();

        assertThat(seen.messages(Authentication.BASIC)).isEqualTo(10);
        assertThat(seen.messages(Authentication.OAUTH)).isEqualTo(1000);
        assertThat(seen.messages(Authentication.UNKNOWN)).isEqualTo(3);
        assertThat(seen.tls(Sender.Tls.V1_2)).isEqualTo(1013);
    }

    @Test
    void moreThanAMailboxMaySendGoesByAnotherService() throws Exception {
        has("eac.csv", REPORT + "shop@example.cz,Basic Authentication,0,100,140000\n");
        assertThat(only().way()).isEqualTo(Way.ACS);

        has("trace.csv", "SenderAddress,RecipientAddress\nshop@example.cz,anna@example.cz\n");
        assertThat(only().way()).isEqualTo(Way.HVE);

        has("trace2.csv", "SenderAddress,RecipientAddress\nshop@example.cz,eva@example.com\n");
        assertThat(only().way()).isEqualTo(Way.ACS);
    }

    @Test
    void whoReadsWithAPasswordIsForTheProxy() throws Exception {
        has(
                "signins.json",
                """
                {"value":[
                 {"createdDateTime":"2026-11-05T08:12:33Z","userPrincipalName":"read@example.cz","clientAppUsed":"IMAP4","ipAddress":"192.0.2.7","status":{"errorCode":0}},
                 {"createdDateTime":"2026-11-06T08:12:33Z","userPrincipalName":"read@example.cz","clientAppUsed":"IMAP4","status":{"errorCode":50126}},
                 {"createdDateTime":"2026-11-06T08:12:33Z","userPrincipalName":"anna@example.cz","clientAppUsed":"Browser","status":{"errorCode":0}}]}
                """);

        Finding finding = only();

        assertThat(finding.way()).isEqualTo(Way.PROXY);
        assertThat(finding.sender().traffic().failures()).isEqualTo(1);
        assertThat(finding.sender().traffic().last())
                .contains(Instant.parse("2026-11-05T08:12:33Z"));
        assertThat(finding.sender().traffic().origins()).containsExactly("192.0.2.7");
        assertThat(Remedy.of(finding).settings().orElseThrow()).contains("protocol: imap");
        assertThat(audit().addresses()).isEqualTo(1);
    }

    @Test
    void programThatKnowsOAuthIsToUseIt() throws Exception {
        has(
                "signins.csv",
                """
                Date (UTC);User;Username;Client app;Status;User agent
                2026-11-05 08:12:33;Anna;anna@example.cz;Authenticated SMTP;Success;Thunderbird/140
                2026-11-05 08:12:33;Eva;eva@example.cz;Authenticated SMTP;Failure;
                """);

        assertThat(only().way()).isEqualTo(Way.OAUTH);
        assertThat(audit().count(State.BASIC)).isEqualTo(1);
    }

    @Test
    void mailboxWithoutASwitchOfItsOwnDoesAsTheTenant() throws Exception {
        has(
                "cas.csv",
                """
                PrimarySmtpAddress,SmtpClientAuthenticationDisabled
                inherits@example.cz,
                open@example.cz,False
                closed@example.cz,True
                """);
        assertThat(audit().count(State.OPEN)).isEqualTo(1);

        has("transport.json", "{\"SmtpClientAuthenticationDisabled\":false}");

        assertThat(audit().count(State.OPEN)).isEqualTo(2);
        assertThat(audit().findings().filter(one -> one.way() == Way.SWITCH_OFF))
                .hasSize(2)
                .allSatisfy(one ->
                        assertThat(Remedy.of(one).commands().getFirst().line())
                                .startsWith("Set-CASMailbox -Identity '"));
    }

    @Test
    void whoCameToPosternHasMovedUnlessAPasswordIsStillSeenAtMicrosoft() throws Exception {
        visitors.add(
                new Audit.Visitor("printer1", List.of("scanner@example.cz", "<>"), "10.0.0.7", 5));
        assertThat(only().state()).isEqualTo(State.MOVED);

        has("eac.csv", REPORT + "scanner@example.cz,Basic,0,100,1\n");
        assertThat(only().state()).isEqualTo(State.BASIC);
        assertThat(only().reasons()).contains(Finding.Reason.of("reason.partly", 5L));
    }

    @Test
    void oldReportWithoutTheColumnIsNotTakenForProof() throws Exception {
        has("eac.csv", "Sender address,Messages sent\nerp@example.cz,5\n");

        assertThat(only().state()).isEqualTo(State.UNCLEAR);
        assertThat(audit().files().getFirst().remarks().getFirst()).contains("no column");
    }

    @Test
    void unknownFileIsRefusedWithWhatItHasAndLacks() throws Exception {
        has("other.csv", "Wer,Anzahl gesendet\nerp@example.cz,5\n");

        assertThatThrownBy(this::audit)
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("Wer, Anzahl gesendet")
                .hasMessageContaining("--column");

        columns = Map.of("Wer", "address", "Anzahl gesendet", "messages");
        assertThat(only().sender().address()).isEqualTo("erp@example.cz");

        columns = Map.of("Wer", "nonsense");
        assertThatThrownBy(this::audit).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void progressComparesRunsThatReadTheSameKindsOfFiles() throws Exception {
        has("one.csv", REPORT + "a@example.cz,Basic,0,100,1\nb@example.cz,Basic,0,100,1\n");
        assertThat(audit().gone()).isEmpty();
        assertThat(audit().runs()).hasSize(1);
        files.clear();
        has("transport.csv", "SmtpClientAuthenticationDisabled\nFalse\n");
        assertThat(audit().runs()).hasSize(1);
        files.clear();
        has("two.csv", REPORT + "a@example.cz,Basic,0,100,1\nc@example.cz,Basic,0,100,1\n");

        Audit audit = audit(NOW.plusSeconds(60));

        assertThat(audit.runs()).hasSize(2);
        assertThat(audit.gone()).containsExactly("b@example.cz");
        assertThat(audit.come()).containsExactly("c@example.cz");
    }

    @Test
    void damagedLineOfTheRunsIsPassedOver() throws Exception {
        Files.writeString(folder.resolve("runs.jsonl"), "{\"at\":\n\nnonsense\n");
        has("one.csv", REPORT + "a@example.cz,Basic,0,100,1\n");

        assertThat(audit().runs()).hasSize(1);
    }

    @Test
    void sameFileTwiceCountsOnce() throws Exception {
        has("one.csv", REPORT + "a@example.cz,Basic,0,100,7\n");
        has("copy.csv", REPORT + "a@example.cz,Basic,0,100,7\n");

        assertThat(only().sender().traffic().messages()).isEqualTo(7);
    }

    @Test
    void hostileAddressStaysText() throws Exception {
        has(
                "eac.csv",
                REPORT
                        + "o'b<script>$(x)`@example.cz,Basic,0,100,1\n"
                        + "=cmd|x@example.cz,Basic,0,100,1\n"
                        + "\"with blank@example.cz\",Basic,0,100,1\n");
        Audit audit = audit();

        List<String> commands =
                audit.findings()
                        .flatMap(finding -> Remedy.of(finding).commands().stream())
                        .map(Remedy.Command::line)
                        .toList();
        StringWriter page = new StringWriter();
        HtmlReport.write(audit, Texts.of("en"), page);
        StringWriter table = new StringWriter();
        CsvReport.write(audit, Texts.of("en"), table);

        assertThat(audit.addresses()).isEqualTo(2);
        assertThat(commands)
                .contains(
                        "postern account add o-b-script---x-- --senders 'o'\\''b<script>$(x)`@example.cz'");
        assertThat(page.toString()).doesNotContain("<script").contains("o&#39;b&lt;script&gt;");
        assertThat(table.toString()).contains("'=cmd|x@example.cz");
    }

    @Test
    void pageSpeaksBothLanguagesAndNeedsNothingFromElsewhere() throws Exception {
        has("one.csv", REPORT + "a@example.cz,Basic,0,100,7\nb@example.cz,Modern,0,100,7\n");
        Audit audit = audit();
        StringWriter czech = new StringWriter();
        HtmlReport.write(audit, Texts.of("cs"), czech);

        assertThat(czech.toString())
                .contains("Kdo se ještě přihlašuje heslem", "Heslo ještě používá 1 adresa.")
                .contains("<html lang=\"cs\">", "<svg ")
                .doesNotContain("http://", "https://", "<script", "src=");
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        assertThat(
                        java.util.ResourceBundle.getBundle(
                                        "dev.postern.audit.texts",
                                        java.util.Locale.forLanguageTag("cs-CZ"))
                                .keySet())
                .isEqualTo(
                        java.util.ResourceBundle.getBundle(
                                        "dev.postern.audit.texts", java.util.Locale.ROOT)
                                .keySet());
    }
}
