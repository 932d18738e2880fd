package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final Path FOLDER = Path.of("/etc/postern");

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "7d, PT168H",
        "1d2h3m4s, PT26H3M4S",
        "0s, PT0S",
        "90m, PT90M"
    })
    void durationIsASumOfItsUnits(String text, Duration expected) {
        assertThat(parsed(Duration.class, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 m", "m", "5M", "30m1h", "-5m", "1.5h", "1m1m", "9999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertRefused(Duration.class, text);
    }

    @ParameterizedTest
    @CsvSource({
        "512B, 512, 512B",
        "64KiB, 65536, 64KiB",
        "150MiB, 157286400, 150MiB",
        "1GiB, 1073741824, 1GiB",
        "10MB, 10000000, 10MB",
        "1024KiB, 1048576, 1MiB",
        "0B, 0, 0B"
    })
    void sizeCountsBytesAndShowsItsLargestUnit(String text, long bytes, String shown) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "150", "150 MiB", "150mib", "-1B", "1.5GiB", "999999999999999GiB"})
    void whatIsNoSizeIsRefused(String text) {
        assertRefused(ByteSize.class, text);
    }

    @ParameterizedTest
    @CsvSource({
        "outlook.office365.com:993, outlook.office365.com, 993", "127.0.0.1:1993, 127.0.0.1, 1993",
        "[::1]:143, ::1, 143", "localhost:65535, localhost, 65535"
    })
    void hostAndPortShowAsTheyAreWritten(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":993",
                "host:0",
                "host:65536",
                "host:99999999999",
                "ho st:1",
                "::1:993",
                "[]:1",
                "-a:1"
            })
    void whatIsNoHostAndPortIsRefused(String text) {
        assertRefused(HostPort.class, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "razr@example.cz",
                "a.b+c@sub.example.cz",
                "o'neil@contoso.com",
                "žluť@příklad.cz"
            })
    void addressIsTakenAsItIs(String text) {
        assertThat(new EmailAddress(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "razr",
                "razr@",
                "@example.cz",
                "razr@example",
                "a b@example.cz",
                "a..b@example.cz",
                ".a@example.cz",
                "a@-x.cz",
                "a@b@example.cz",
                "<a@example.cz>",
                "a@example.cz\r\nX: y"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertRefused(EmailAddress.class, text);
    }

    @Test
    void veryLongTextsAreRefusedAndNotPonderedOver() {
        String domain = "a.".repeat(100_000) + "!";

        assertRefused(EmailAddress.class, "x@" + domain);
        assertRefused(HostPort.class, domain + ":1");
        assertRefused(TenantId.class, domain);
        assertRefused(Duration.class, "1".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22222222-2222-2222-2222-222222222222",
                "contoso.onmicrosoft.com",
                "example.cz"
            })
    void tenantIsAnIdOrADomain(String text) {
        assertThat(new TenantId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "common", "organizations", "2222", "a/b.cz", "a..cz", "example.cz/"})
    void whatIsNoTenantIsRefused(String text) {
        assertRefused(TenantId.class, text);
    }

    @Test
    void pathsStartFromTheFolderOfTheFile() {
        assertThat(parsed(Path.class, "../srv/./x")).isEqualTo(Path.of("/etc/srv/x"));
        assertThat(parsed(Path.class, "/srv/x")).isEqualTo(Path.of("/srv/x"));
        assertRefused(Path.class, "~/x");
        assertRefused(Path.class, "a\0b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.example.cz",
                "ftp://example.cz",
                "https:///x",
                "https://a:b@example.cz",
                "https://exa mple.cz"
            })
    void whatIsNoUrlIsRefused(String text) {
        assertRefused(URI.class, text);
    }

    /// From the table of the clouds' addresses that Microsoft documents.
    @ParameterizedTest
    @CsvSource({
        "WORLDWIDE, https://login.microsoftonline.com, outlook.office365.com, smtp.office365.com, https://outlook.office365.com/.default",
        "GCC_HIGH, https://login.microsoftonline.us, outlook.office365.us, smtp.office365.us, https://outlook.office365.us/.default",
        "DOD, https://login.microsoftonline.us, outlook-dod.office365.us, outlook-dod.office365.us, https://outlook.office365.us/.default",
        "CHINA, https://login.partner.microsoftonline.cn, partner.outlook.cn, partner.outlook.cn, https://partner.outlook.cn/.default"
    })
    void cloudsHaveTheirAddresses(
            Cloud.Named cloud, URI authority, String mail, String smtp, String scope) {
        assertThat(cloud.authority()).isEqualTo(authority);
        assertThat(cloud.imap()).isEqualTo(new HostPort(mail, 993));
        assertThat(cloud.pop3()).isEqualTo(new HostPort(mail, 995));
        assertThat(cloud.smtp()).isEqualTo(new HostPort(smtp, 587));
        assertThat(cloud.scope()).isEqualTo(scope);
        assertThat(cloud.trust()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "evry, every",
        "tenant_id, tenant-id",
        "tenantId, tenant-id",
        "mailbxo, mailbox",
        "TO, to"
    })
    void nearestIsWhatAPersonMayHaveMeant(String written, String meant) {
        List<String> keys = List.of("mailbox", "tenant-id", "every", "to", "idle");

        assertThat(Nearest.to(written, keys)).contains(meant);
    }

    @Test
    void nothingIsGuessedFromAfar() {
        assertThat(Nearest.to("colour", List.of("mailbox", "every", "to"))).isEmpty();
        assertThat(Nearest.to("x".repeat(100_000), List.of("mailbox"))).isEmpty();
    }

    private static Object parsed(Class<?> type, String text) {
        return Scalars.of(type).orElseThrow().parser().parse(text, FOLDER);
    }

    private static void assertRefused(Class<?> type, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parsed(type, text));
    }
}
