package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Limits;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LimitsPageTest {

    private static final Path REFERENCE = Path.of("../docs/reference");

    /// Each way out, and whose figures its limits are.
    private static final Map<String, String> FROM =
            Map.of(
                    "exchange", "Exchange Online, for each mailbox: 432 4.3.2, 554 5.2.0",
                    "graph", "Graph (4 requests at a time for a mailbox) and Exchange Online",
                    "hve", "High Volume Email; it has no rate",
                    "acs-smtp", "Azure Communication Services, a custom domain's usual quota",
                    "acs", "the same; Base64 makes 10 MiB of 7",
                    "smart-host", "RFC 5321 §4.5.3.1.8 for recipients, else ours");

    private static final String SETTINGS =
            """
            data: .
            tenants:
              szr:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: x}
            destinations:
              exchange: {exchange: {tenant: szr, mailbox: noreply@example.cz}}
              graph: {graph: {tenant: szr, mailbox: noreply@example.cz}}
              hve: {hve: {tenant: szr, account: hve@example.cz}}
              acs-smtp: {acs-smtp: {username: postern, tenant: szr}}
              acs: {acs: {endpoint: "https://x.communication.azure.com", tenant: szr}}
              smart-host: {smart-host: {host: mail.example.cz}}
            """;

    @TempDir Path folder;

    @Test
    void pageIsWhatTheProgramDoes() throws Exception {
        Renewed.assertSame(REFERENCE.resolve("limits.md"), LimitsPage.of(ways()));
    }

    @Test
    void settingsThatItNamesExist() throws IOException {
        String reference = Files.readString(REFERENCE.resolve("settings.md"));
        Matcher named =
                Pattern.compile("(?<=[| ,])`([a-z.*-]+)`(?=[ ,])")
                        .matcher(Files.readString(REFERENCE.resolve("limits.md")));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (named.find()) {
            String key = named.group(1).replaceFirst(".*\\.", "");
            found++;
            if (!reference.contains("`" + key + "`")) {
                missing.add(named.group(1));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(30);
    }

    private List<LimitsPage.Way> ways() throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), SETTINGS);
        Configuration read = Configuration.load(file);
        assertThat(read).as(read.report()).isInstanceOf(Configuration.Valid.class);
        Method usual = Class.forName("dev.postern.app.Ways").getDeclaredMethod("usual", Way.class);
        usual.setAccessible(true);
        List<LimitsPage.Way> ways = new ArrayList<>();
        for (var entry : ((Configuration.Valid) read).settings().destinations().entrySet()) {
            Limits limits = (Limits) usual.invoke(null, entry.getValue().kind());
            ways.add(
                    new LimitsPage.Way(
                            entry.getKey(),
                            List.of(
                                    (long) limits.connections(),
                                    (long) limits.messagesPerMinute(),
                                    (long) limits.messagesPerHour(),
                                    (long) limits.recipientsPerMessage(),
                                    limits.recipientsPerDay(),
                                    limits.sizeMax()),
                            FROM.getOrDefault(entry.getKey(), "")));
        }
        return ways;
    }
}
