package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.account.SenderPolicy.From;
import dev.postern.account.sqlite.SqliteAccounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person does with accounts.
class AccountDeskTest {

    private static final AccountName PRINTER = new AccountName("Printer1");

    @TempDir private Path folder;
    private Gatehouse gate;

    @BeforeEach
    void open() throws Exception {
        gate = new Gatehouse(new MemoryAccounts(), folder);
    }

    private void inAFile() throws Exception {
        gate = new Gatehouse(SqliteAccounts.open(SqliteAccounts.in(folder)), folder);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void passwordThatIsMadeCanBeReadAloud() throws Exception {
        assertThat(gate.add("printer1")).matches("[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}");
    }

    @Tag("slow") // the disk
    @Test
    void accountIsKeptAsItWasOrdered() throws Exception {
        inAFile();
        Registered.Rights rights =
                new Registered.Rights(
                        new SenderPolicy(
                                List.of("*@example.cz", "a@contoso.com"),
                                From.REPAIR,
                                Optional.empty()),
                        List.of("razr@example.cz"),
                        List.of(Network.of("10.20.0.0/16"), Network.of("2001:db8::/32")),
                        30);
        gate.desk.add(new AccountDesk.Order(PRINTER, rights, true), Optional.of("correct horse"));

        assertThat(gate.desk.list())
                .singleElement()
                .satisfies(account -> {
                    assertThat(account.name()).isEqualTo("Printer1");
                    assertThat(account.enabled()).isTrue();
                    assertThat(account.rights()).isEqualTo(rights);
                    assertThat(account.created()).isEqualTo(gate.clock.instant());
                    assertThat(account.lastUsed()).isEmpty();
                });
    }

    @Test
    void nameIsTakenWhateverItsCase() throws Exception {
        gate.add("printer1");

        assertThatThrownBy(() -> gate.add("PRINTER1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }

    @Tag("slow") // the disk
    @Test
    void neitherPasswordNorKeyIsInTheStore() throws Exception {
        inAFile();
        AccountDesk.Issued issued =
                gate.desk.add(
                        new AccountDesk.Order(PRINTER, Gatehouse.order("x").rights(), true),
                        Optional.empty());

        String password = issued.password().orElseThrow();
        String key = issued.accessKey().orElseThrow();
        for (String file : List.of("accounts.db", "accounts.db-wal")) {
            Path path = folder.resolve(file);
            if (Files.exists(path)) {
                String octets =
                        new String(
                                Files.readAllBytes(path),
                                java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(octets).doesNotContain(password, key);
            }
        }
        assertThat(issued.toString()).isEqualTo("***");
        assertThat(gate.desk.list().toString()).doesNotContain("argon2");
    }

    @Tag("slow") // the disk
    @Test
    void filesBelongToTheOwnerAlone() throws Exception {
        inAFile();
        gate.desk.add(
                new AccountDesk.Order(PRINTER, Gatehouse.order("x").rights(), true),
                Optional.empty());

        for (String file : List.of("accounts.db", "accounts.key")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void accountOfTheSameNameGetsAnotherKey() throws Exception {
        AccountDesk.Order order =
                new AccountDesk.Order(PRINTER, Gatehouse.order("x").rights(), true);
        Optional<String> first = gate.desk.add(order, Optional.empty()).accessKey();
        gate.desk.remove(PRINTER);

        assertThat(gate.desk.add(order, Optional.empty()).accessKey())
                .isPresent()
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "", "with\nnewline", "tab\there.."})
    void passwordThatNoDeviceCanSendIsRefused(String password) {
        assertThatThrownBy(() -> gate.desk.add(Gatehouse.order("p"), Optional.of(password)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(gate.events).isEmpty();
    }

    @Test
    void replacingWithoutAnAddressToPutInsteadIsRefused() {
        AccountDesk.Order order =
                new AccountDesk.Order(
                        PRINTER,
                        new Registered.Rights(
                                new SenderPolicy(
                                        List.of("*@example.cz"), From.FORCE, Optional.empty()),
                                List.of(),
                                List.of(),
                                Integer.MAX_VALUE),
                        false);

        assertThatThrownBy(() -> gate.desk.add(order, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--instead");
    }

    @Test
    void whatThereIsNotCannotBeChanged() {
        assertThatThrownBy(() -> gate.desk.remove(PRINTER)).hasMessageContaining("no account");
        assertThatThrownBy(() -> gate.desk.enable(PRINTER, true))
                .hasMessageContaining("no account");
        assertThatThrownBy(() -> gate.desk.password(PRINTER, Optional.empty(), false))
                .hasMessageContaining("no account");
    }

    @Test
    void passwordsOfAnAccountAreBounded() throws Exception {
        gate.add("printer1");
        for (int i = 0; i < 7; i++) {
            gate.desk.password(PRINTER, Optional.empty(), true);
        }

        assertThatThrownBy(() -> gate.desk.password(PRINTER, Optional.empty(), true))
                .hasMessageContaining("8 passwords");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", ".a", "a\n", "ž", "-x", "a/b"})
    void nameThatCanBeNoneIsRefused(String name) {
        assertThatThrownBy(() -> new AccountName(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0/16,   10.20.255.1,    true",
        "10.20.0.0/16,   10.21.0.1,      false",
        "10.20.0.5,      10.20.0.5,      true",
        "10.20.0.5/32,   10.20.0.6,      false",
        "0.0.0.0/0,      203.0.113.9,    true",
        "0.0.0.0/0,      2001:db8::1,    false",
        "10.20.0.0/15,   10.21.9.9,      true",
        "2001:db8::/33,  2001:db8:7fff::1, true",
        "2001:db8::/33,  2001:db8:8000::1, false",
        "::/0,           2001:db8::1,    true",
    })
    void networkHasTheAddressesOfItsPrefix(String network, String address, boolean inside) {
        assertThat(Network.of(network).contains(Gatehouse.peer(address).address()))
                .isEqualTo(inside);
        assertThat(Network.of(Network.of(network).toString())).isEqualTo(Network.of(network));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.cz",
                "10.20.0.1/16",
                "10.20.0.0/33",
                "1.2.3",
                "300.1.1.1",
                "a:b"
            })
    void networkThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /// RFC 9106 §5.3 has its vectors with secret and associated data, which we do not use; these
    /// were made with the reference program argon2 20190702 (`argon2 somesalt -id -t 2 -m 16 -p
    /// 1`).
    @Test
    @Tag("slow")
    void hashIsThatOfTheReferenceImplementation() {
        String reference =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        byte[] password = "password".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        PasswordHash known = PasswordHash.parse(reference);

        assertThat(known.sibling(password).text()).isEqualTo(reference);
        assertThat(known.same(known.sibling(password))).isTrue();
    }
}
