package dev.postern.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorldFormatTest {

    private static final String TENANT =
            """
            tenants:
              example:
                id: 22222222-2222-2222-2222-222222222222
            """;

    private final WorldFormat format = new WorldFormat();

    @Test
    void whatIsNotWrittenIsAsTheDefaultsSay() throws Exception {
        World world =
                read(
                        TENANT
                                + """
                                    apps:
                                      gateway: {client-id: 11111111-1111-1111-1111-111111111111}
                                    exchange:
                                      mailboxes:
                                        a@example.cz:
                                """);

        Tenant tenant = world.tenants().get("example");
        assertThat(world.tokens().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(tenant.cloud()).isEqualTo(Cloud.WORLDWIDE);
        assertThat(tenant.resources()).contains(Resource.EXCHANGE, Resource.GRAPH);
        App app = tenant.apps().get("gateway");
        assertThat(app.kind()).isEqualTo(App.Kind.CONFIDENTIAL);
        assertThat(app.enterpriseApp().signIn()).isEqualTo(App.SignIn.ENABLED);
        assertThat(app.objectId()).isNotEqualTo(app.enterpriseApp().objectId());
        assertThat(tenant.exchange().mailbox("A@Example.cz"))
                .hasValueSatisfying(mailbox -> {
                    assertThat(mailbox.imap()).isTrue();
                    assertThat(mailbox.smtpAuth()).isEqualTo(Exchange.SmtpAuth.INHERIT);
                    assertThat(mailbox.fullAccess()).isEmpty();
                });
    }

    @Test
    void idsThatNobodyChoseAreTheSameEveryTime() throws Exception {
        String text =
                TENANT + "    apps: {gateway: {client-id: 11111111-1111-1111-1111-111111111111}}\n";

        assertThat(read(text)).isEqualTo(read(text));
    }

    @Test
    void whatIsWrittenOutReadsTheSame() throws Exception {
        World demo = format.demo();

        assertThat(read(format.write(demo).toString())).isEqualTo(demo);
    }

    @Test
    void secretsAreNotInTheWordsOfAWorld() {
        assertThat(format.demo().toString()).doesNotContain("lab-secret");
    }

    record Wrong(String yaml, String where, String what) {}

    static Stream<Wrong> wrongs() {
        return Stream.of(
                new Wrong(
                        "tenants:\n  example: {}\n",
                        "lab.yaml:2: /tenants/example",
                        "`id` is missing"),
                new Wrong(
                        "tenants:\n  example:\n",
                        "lab.yaml:2: /tenants/example",
                        "`id` is missing"),
                new Wrong(
                        "tokens:\n  lifetime: soon\n",
                        "lab.yaml:2: /tokens/lifetime",
                        "`soon` is no Duration"),
                new Wrong("tokens:\n  octets: -1\n", "lab.yaml:1: /tokens", "between 0 and"),
                new Wrong(
                        "tokens:\n  octets: many\n",
                        "lab.yaml:2: /tokens/octets",
                        "`many` is no int"),
                new Wrong(
                        TENANT + "    id: x\n",
                        "lab.yaml:4: /tenants/example/id",
                        "this key is here twice"),
                new Wrong(
                        TENANT.replace("2222-222222222222", ""),
                        "lab.yaml:3: /tenants/example/id",
                        "is no UUID"),
                new Wrong(
                        TENANT + "    cloud: moon\n",
                        "lab.yaml:4: /tenants/example/cloud",
                        "`moon` is none of worldwide, gcc-high, dod, china"),
                new Wrong(
                        TENANT + "    colour: red\n",
                        "lab.yaml:4: /tenants/example/colour",
                        "no such key; here may stand: acs, apps, cloud, domains, exchange, id, resources"),
                new Wrong(
                        TENANT
                                + "    exchange:\n      mailboxes:\n        a@example.cz: {imap: yes}\n",
                        "lab.yaml:6: /tenants/example/exchange/mailboxes/a@example.cz/imap",
                        "`yes` is no boolean"),
                new Wrong(
                        TENANT
                                + "    exchange:\n      mailboxes:\n        a@example.cz: {full-access: [nobody]}\n",
                        "lab.yaml:2: /tenants/example",
                        "`nobody`, which is neither an app nor a principal"),
                new Wrong(
                        TENANT + "    exchange:\n      mailboxes:\n        somebody:\n",
                        "lab.yaml:4: /tenants/example/exchange",
                        "`somebody` is no address"),
                new Wrong(
                        TENANT
                                + "    apps:\n      a:\n        client-id: 11111111-1111-1111-1111-111111111111\n        credentials: {certificates: {c: {pem: x}}}\n",
                        "lab.yaml:7: /tenants/example/apps/a/credentials/certificates/c",
                        "no certificate in PEM"),
                new Wrong("tenants: [\n", "lab.yaml:2", "this is no YAML"),
                new Wrong("", "lab.yaml", "nothing is written here"),
                new Wrong("tenants\n", "lab.yaml:1", "a world has keys here"),
                new Wrong("tenants: 5\n", "lab.yaml:1: /tenants", ""),
                new Wrong(
                        TENANT + "  other:\n    id: 22222222-2222-2222-2222-222222222222\n",
                        "lab.yaml:1",
                        "already names another tenant"),
                new Wrong("a: &x [*x]\n", "lab.yaml", ""),
                new Wrong(
                        "a: " + "[".repeat(30) + "]".repeat(30),
                        "lab.yaml:1",
                        "nested more than 20 deep"));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatMakesNoSenseIsSaidWithItsLine(Wrong wrong) {
        WorldException e = catchThrowableOfType(WorldException.class, () -> read(wrong.yaml()));

        assertThat(e).isNotNull();
        assertThat(e.problems())
                .first()
                .satisfies(problem -> {
                    assertThat(problem.where()).startsWith(wrong.where());
                    assertThat(problem.what()).contains(wrong.what());
                });
    }

    @Test
    void everythingThatIsMissingIsSaidAtOnce() {
        WorldException e =
                catchThrowableOfType(
                        WorldException.class,
                        () ->
                                read(
                                        "tenants:\n  one:\n    apps:\n      a:\n        credentials: {secrets: {s: {}}}\n  two:\n"));

        assertThat(e.problems())
                .extracting(WorldException.Problem::toString)
                .containsExactlyInAnyOrder(
                        "lab.yaml:2: /tenants/one: `id` is missing",
                        "lab.yaml:4: /tenants/one/apps/a: `client-id` is missing",
                        "lab.yaml:5: /tenants/one/apps/a/credentials/secrets/s: `value` is missing",
                        "lab.yaml:6: /tenants/two: `id` is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90s, PT1M30S",
        "5m, PT5M",
        "24h, PT24H",
        "2d, PT48H",
        "PT1H, PT1H"
    })
    void timesAreWrittenShortOrByIso(String text, Duration expected) {
        assertThat(Binding.duration(text)).isEqualTo(expected);
    }

    private World read(String yaml) throws WorldException {
        return format.read(Tree.read("lab.yaml", yaml));
    }
}
