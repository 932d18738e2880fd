package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class DocumentsTest {

    private static final Shape.Fields SETTINGS = Shapes.of(Settings.class);
    private static final Path REFERENCE = Path.of("../docs/reference");
    private static final Path EXAMPLE =
            Path.of("src/test/resources/dev/postern/config/example.yaml");

    @TempDir Path folder;

    @Test
    void referenceIsWhatTheRecordsSay() throws IOException {
        String page = ReferencePage.of(SETTINGS, Files.readString(EXAMPLE));

        Renewed.assertSame(REFERENCE.resolve("settings.md"), page);
    }

    @Test
    void schemaIsWhatTheRecordsSay() throws IOException {
        Renewed.assertSame(REFERENCE.resolve("postern.schema.json"), EditorSchema.of(SETTINGS));
    }

    @Test
    void exampleIsRight() throws IOException {
        for (String path : List.of("var", "run", "srv")) {
            Files.createDirectories(folder.resolve(path));
        }
        for (String name : List.of("szr", "tls.pem", "tls.key")) {
            Files.writeString(folder.resolve("run").resolve(name), "a secret");
        }
        String here =
                Files.readString(EXAMPLE)
                        .replace("/var/lib/postern", folder + "/var")
                        .replace("/run/secrets", folder + "/run");
        Path file = Files.writeString(folder.resolve("postern.yaml"), here);

        Configuration configuration = Configuration.load(file, Map.of("HOOK", "another secret"));

        assertThat(configuration.report()).doesNotContain("error:");
        assertThat(configuration).isInstanceOf(Configuration.Valid.class);
        assertThat(mistakes(Files.readString(EXAMPLE))).isEmpty();
    }

    @Test
    void everyExampleOfTheReferenceFitsTheSchema() {
        String page = ReferencePage.of(SETTINGS, "");
        String sections =
                Pattern.compile("```yaml\n(\\w+:\n.*?)```", Pattern.DOTALL)
                        .matcher(page)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.joining());

        assertThat(sections).contains("tenants:", "collect:", "destinations:", "queue:", "log:");
        assertThat(mistakes("data: /var/lib/postern\n" + sections)).isEmpty();
    }

    /// The shape that was agreed on before there was a program.
    @Test
    void schemaTakesTheShapeOfTheDesign() {
        String design =
                """
                data: /var/lib/postern
                tenants:
                  a:
                    tenant-id: 22222222-2222-2222-2222-222222222222
                    client-id: 11111111-1111-1111-1111-111111111111
                    credential: {secret: "${file:/run/secrets/szr}"}
                    cloud: worldwide
                  b:
                    tenant-id: contoso.onmicrosoft.com
                    client-id: 11111111-1111-1111-1111-111111111111
                    credential: {certificate: c.pem, key: k.pem}
                    cloud: gcc-high
                  c:
                    tenant-id: contoso.onmicrosoft.com
                    client-id: 11111111-1111-1111-1111-111111111111
                    credential: {federated-token-file: token}
                    cloud: {authority: "https://localhost:8443", imap: "localhost:993", trust: ca.pem}
                  d:
                    tenant-id: contoso.onmicrosoft.com
                    client-id: 11111111-1111-1111-1111-111111111111
                    credential: {managed-identity: system}
                collect:
                  razr:
                    mailbox: razr@example.cz
                    tenant: szr
                    protocol: imap
                    every: 5m
                    idle: true
                    folder: INBOX
                    after: delete
                    to: razr-inbox
                  moved: {mailbox: a@example.cz, tenant: a, after: {move: Processed}, to: [mail]}
                destinations:
                  razr-inbox: {folder: /srv/razr/inbox}
                  mail: {maildir: /srv/mail}
                  hook: {webhook: {url: "https://app.example.cz/mail", signing-secret: "${env:HOOK}"}}
                  run: {command: [/usr/bin/rt-mailgate, --queue, general]}
                """;

        assertThat(mistakes(design)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colect: {}",
                "collect: {a: {mailbox: a@example.cz, tenant: a}}",
                "collect: {a: {mailbox: a@example.cz, tenant: a, to: x, every: 5 minutes}}",
                "collect: {a: {mailbox: a@example.cz, tenant: a, to: x, protocol: imap4}}",
                "collect: {a: {mailbox: a@example.cz, tenant: a, to: x, limits: {attempts: 0}}}",
                "destinations: {a: {}}",
                "destinations: {a: {folder: x, maildir: y}}",
                "destinations: {a: {grph: x}}",
                "relay: {listeners: []}",
                "relay: {routes: [{to: a}], listeners: [{listen: x, sign-in: never}]}",
                "tenants: {a: {tenant-id: x.cz, client-id: 1, credential: {managed-identity: system}}}",
                "log: {privacy: perhaps}"
            })
    void schemaFindsMistakes(String mistake) {
        assertThat(mistakes("data: d\n" + mistake)).isNotEmpty();
    }

    @Test
    void everySettingIsExplained() {
        fields(SETTINGS)
                .forEach(field -> {
                    assertThat(field.says().value()).as(field.key()).endsWith(".");
                    if (field.presence() instanceof Shape.Presence.Absent(boolean is) && is) {
                        assertThat(field.says().absent()).as(field.key()).isNotEmpty();
                    }
                });
    }

    @Test
    void boundsOfSettingsAreValuesThemselves() {
        long bounds =
                fields(SETTINGS)
                        .filter(field -> field.shape() instanceof Shape.Word)
                        .flatMap(field ->
                                Stream.of(field.says().min(), field.says().max())
                                        .filter(bound -> !bound.isEmpty())
                                        .map(bound ->
                                                ((Shape.Word) field.shape())
                                                        .kind()
                                                        .parser()
                                                        .parse(bound, folder)))
                        .filter(Comparable.class::isInstance)
                        .count();

        assertThat(bounds).isGreaterThan(20);
    }

    private static Stream<Shape.Field> fields(Shape shape) {
        return switch (shape) {
            case Shape.Word _, Shape.Confidential _, Shape.Choice _ -> Stream.of();
            case Shape.Items(Shape item, _) -> fields(item);
            case Shape.Entries(Shape entry) -> fields(entry);
            case Shape.Fields all ->
                    all.fields().stream()
                            .flatMap(f -> Stream.concat(Stream.of(f), fields(f.shape())));
            case Shape.Union union ->
                    union.variants().stream()
                            .flatMap(variant ->
                                    switch (variant) {
                                        case Shape.Variant.Named _ -> Stream.of();
                                        case Shape.Variant.Flat flat -> fields(flat.fields());
                                        case Shape.Variant.Wrapped wrapped ->
                                                fields(wrapped.fields());
                                    });
        };
    }

    private static List<String> mistakes(String yaml) {
        JsonMapper json = JsonMapper.builder().build();
        Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode document = json.valueToTree(value);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(EditorSchema.of(SETTINGS))
                .validate(document)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
