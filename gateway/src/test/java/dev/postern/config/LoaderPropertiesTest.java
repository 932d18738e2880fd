package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("slow") // thousands of small files
class LoaderPropertiesTest {

    private static final String SECRET = "Zq8~kTr4vXw2Lm9p";
    private static final String FROM_FILE = "Jd7_pWn3hGb6Yc5s";

    /// Secrets in every place where one can stand.
    private static final String FULL =
            """
            data: .
            tenants:
              a:
                tenant-id: contoso.onmicrosoft.com
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: Zq8~kTr4vXw2Lm9p}   # before: Zq8~kTr4vXw2Lm9p
              b:
                tenant-id: contoso.onmicrosoft.com
                client-id: 11111111-1111-1111-1111-111111111111
                credential:
                  pkcs12: postern.yaml
                  password: 'Zq8~kTr4vXw2Lm9p'
              c:
                tenant-id: contoso.onmicrosoft.com
                client-id: 11111111-1111-1111-1111-111111111111
                credential:
                  secret: |
                    Zq8~kTr4vXw2Lm9p
                  expires: 2027-06-30
            collect:
              a: {mailbox: a@example.cz, tenant: a, to: hook}
              b: {mailbox: b@example.cz, tenant: b, to: [hook, inbox]}
              c: {mailbox: "${file:secret}", tenant: c, to: inbox}
            destinations:
              inbox: {folder: "${file:secret}"}
              hook:
                webhook:
                  url: https://app.example.cz/mail
                  signing-secret: "${file:secret}"
                  headers: {Authorization: "Bearer Zq8~kTr4vXw2Lm9p", X: "${env:HOOK}"}
            """;

    private static Path folder = Path.of(".");

    @BeforeContainer
    static void lay() throws IOException {
        folder = Files.createTempDirectory("postern-config");
        Files.writeString(folder.resolve("secret"), FROM_FILE);
    }

    @AfterContainer
    static void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("secret"));
        Files.deleteIfExists(folder.resolve("postern.yaml"));
        Files.delete(folder);
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] bytes) {
        assertThat(load(bytes).report()).isNotNull();
    }

    @Property(tries = 500)
    void anySoupOfYamlIsReadOrRefused(@ForAll("soups") String soup) {
        Configuration configuration = load(soup.getBytes(StandardCharsets.UTF_8));

        if (configuration instanceof Configuration.Invalid invalid) {
            assertThat(invalid.problems()).isNotEmpty();
        }
        assertThat(configuration.report()).isNotNull();
    }

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(
                        "data",
                        "tenants",
                        "collect",
                        "destinations",
                        "credential",
                        "secret",
                        "to",
                        "cloud",
                        "after",
                        "move",
                        "webhook",
                        "command",
                        ": ",
                        ":",
                        "\n",
                        "\n  ",
                        "\n    ",
                        "- ",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "\"",
                        "'",
                        "|",
                        ">",
                        "&a ",
                        "*a",
                        "!x ",
                        "!!str ",
                        "<<",
                        "? ",
                        "# ",
                        "---",
                        "...",
                        "%YAML 1.2",
                        "${env:X}",
                        "${",
                        "}",
                        "\t",
                        "\r",
                        "\u0085",
                        "\u2028",
                        "é",
                        "😀",
                        "5m",
                        "~",
                        "null")
                .list()
                .ofMaxSize(40)
                .map(tokens -> String.join("", tokens));
    }

    @Property(tries = 700)
    void noDamageToTheFileMakesItsSecretsVisible(
            @ForAll("damages") @Size(max = 3) List<Damage> damages) {
        var text = new StringBuilder(FULL);
        damages.forEach(damage -> damage.to(text));

        Configuration configuration = load(text.toString().getBytes(StandardCharsets.UTF_8));

        assertHidden(SECRET, configuration + configuration.report());
        // A path may be made of a file's content, and is a path then; a report does not show it.
        assertHidden(FROM_FILE, configuration.report());
    }

    private static void assertHidden(String secret, String text) {
        for (int i = 0; i + 6 <= secret.length(); i++) {
            assertThat(text).doesNotContain(secret.substring(i, i + 6));
        }
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, FULL.length() - 1);
        Arbitrary<String> inserts =
                Arbitraries.of(
                        "", " ", "  ", "\n", ":", ": ", "\"", "'", "{", "}", "#", "-", "x", "&",
                        "*", "!", "|", "\t");
        return Combinators.combine(places, Arbitraries.integers().between(0, 2), inserts)
                .as(Damage::new)
                .list();
    }

    /// Some characters are replaced by others.
    record Damage(int place, int deleted, String inserted) {

        void to(StringBuilder text) {
            int start = Math.min(place, text.length());
            text.replace(start, Math.min(start + deleted, text.length()), inserted);
        }
    }

    private static Configuration load(byte[] bytes) {
        try {
            return Configuration.load(
                    Files.write(folder.resolve("postern.yaml"), bytes), Map.of("HOOK", SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
