package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.AccountChange;
import dev.postern.control.AccountEntry;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView;
import dev.postern.control.DeviceEntry;
import dev.postern.control.Operations;
import dev.postern.control.UnusableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The commands for accounts, and what they put where.
class AccountCommandTest {

    private static final Instant THEN = Instant.parse("2026-03-01T08:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Books books = new Books();

    private int run(String input, String... arguments) {
        Operations operations =
                (Operations)
                        Proxy.newProxyInstance(
                                Operations.class.getClassLoader(),
                                new Class<?>[] {Operations.class},
                                (_, method, _) ->
                                        switch (method.getName()) {
                                            case "accounts" -> books;
                                            case "defaultSettings" -> Path.of("postern.yaml");
                                            default ->
                                                    throw new IllegalStateException(
                                                            method.getName());
                                        });
        return PosternCommand.execute(
                operations,
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void changeIsWhatIsNamedAndNothingElse() {
        assertThat(run("", "account", "change", "printer1", "--networks", "", "--rate", "0"))
                .isZero();
        assertThat(run("", "account", "change", "printer1", "-c", "postern.yaml")).isEqualTo(2);

        assertThat(books.done)
                .containsExactly(
                        new AccountChange(
                                        "printer1",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(List.of()),
                                        Optional.of(0))
                                .toString());
    }

    @Test
    void passwordThatIsMadeIsTheOnlyResult() {
        assertThat(run("", "account", "add", "printer1", "--senders", "a@example.cz,*@contoso.com"))
                .isZero();

        assertThat(output()).isEqualTo("made-up\n");
        assertThat(books.done)
                .containsExactly(
                        new AccountOrder(
                                        "printer1",
                                        List.of("a@example.cz", "*@contoso.com"),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        List.of(),
                                        List.of(),
                                        Optional.empty(),
                                        false)
                                + " Optional.empty");
    }

    @Test
    void everyWishReachesTheAccount() {
        assertThat(
                        run(
                                "correct horse\r\nnot this\n",
                                "account",
                                "add",
                                "erp",
                                "--from=repair",
                                "--instead=noreply@example.cz",
                                "--mailboxes=razr@example.cz,a@example.cz",
                                "--networks=10.20.0.0/16,::1",
                                "--rate=30",
                                "--access-key",
                                "--password-stdin",
                                "--json"))
                .isZero();

        assertThat(books.done)
                .containsExactly(
                        new AccountOrder(
                                        "erp",
                                        List.of(),
                                        AccountOrder.From.REPAIR,
                                        Optional.of("noreply@example.cz"),
                                        List.of("razr@example.cz", "a@example.cz"),
                                        List.of("10.20.0.0/16", "::1"),
                                        Optional.of(30),
                                        true)
                                + " Optional[correct horse]");
        assertThat(output())
                .contains("\"name\" : \"erp\"", "\"password\" : null", "\"accessKey\" : \"key\"");
    }

    @Test
    void passwordThatIsPromisedAndDoesNotComeIsAnError() {
        assertThat(run("", "account", "password", "printer1", "--password-stdin")).isEqualTo(2);

        assertThat(books.done).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing on standard input");
    }

    @Test
    void verbsDoWhatTheySay() {
        assertThat(run("", "account", "password", "p", "--add")).isZero();
        assertThat(run("", "account", "password", "p", "--access-key")).isZero();
        assertThat(run("", "account", "disable", "p")).isZero();
        assertThat(run("", "account", "enable", "p")).isZero();
        assertThat(run("", "account", "remove", "p")).isZero();
        assertThat(run("", "account", "remove", "unknown")).isEqualTo(2);

        assertThat(books.done)
                .containsExactly(
                        "password p Optional.empty true",
                        "key p",
                        "enable p false",
                        "enable p true",
                        "remove p");
        assertThat(output()).isEqualTo("made-up\nkey\n");
    }

    @Test
    void accountsAreListedForPeopleAndForPrograms() {
        assertThat(run("", "account", "list")).isZero();
        assertThat(output())
                .isEqualTo(
                        "printer1              DISABLED  sends as a@example.cz (force b@example.cz)"
                                + "  opens c@example.cz  from 10.20.0.0/16  at most 30 a minute"
                                + "  last used 2026-03-01T08:00:00Z\n");
        out.reset();

        assertThat(run("", "account", "list", "--json")).isZero();
        assertThat(output()).contains("\"messagesPerMinute\" : 30", "\"enabled\" : false");
    }

    @Test
    void devicesAreListedForPeopleAndForPrograms() {
        assertThat(run("", "devices")).isZero();
        assertThat(output())
                .startsWith("2026-03-01T08:00:00Z  10.20.0.5 ")
                .contains("in the clear no sign-in, 1 visits, 2 messages as a@example.cz")
                .contains("refused 3 times, last: no route");
        out.reset();

        assertThat(run("", "devices", "--json")).isZero();
        assertThat(output()).contains("\"tls\" : null", "\"refused\" : 3");
    }

    /// Notes what is asked.
    private static final class Books implements AccountsView {

        private final List<String> done = new ArrayList<>();

        @Override
        public Issued add(AccountOrder order, Optional<String> password) {
            done.add(order + " " + password);
            return new Issued(
                    order.name(),
                    password.isPresent() ? Optional.empty() : Optional.of("made-up"),
                    order.accessKey() ? Optional.of("key") : Optional.empty());
        }

        @Override
        public void change(AccountChange change) {
            done.add(change.toString());
        }

        @Override
        public Issued password(String name, Optional<String> password, boolean keepOthers) {
            done.add("password " + name + " " + password + " " + keepOthers);
            return new Issued(name, Optional.of("made-up"), Optional.empty());
        }

        @Override
        public Issued accessKey(String name) {
            done.add("key " + name);
            return new Issued(name, Optional.empty(), Optional.of("key"));
        }

        @Override
        public void enable(String name, boolean enabled) {
            done.add("enable " + name + " " + enabled);
        }

        @Override
        public void remove(String name) throws UnusableException {
            if (name.equals("unknown")) {
                throw new UnusableException("There is no account unknown.");
            }
            done.add("remove " + name);
        }

        @Override
        public List<AccountEntry> list() {
            return List.of(
                    new AccountEntry(
                            "printer1",
                            false,
                            List.of("a@example.cz"),
                            "force",
                            Optional.of("b@example.cz"),
                            List.of("c@example.cz"),
                            List.of("10.20.0.0/16"),
                            Optional.of(30),
                            1,
                            false,
                            THEN,
                            Optional.of(THEN)));
        }

        @Override
        public List<DeviceEntry> devices() {
            return List.of(
                    new DeviceEntry(
                            "",
                            "10.20.0.5",
                            "printer",
                            "0.0.0.0:25",
                            "ESMTP",
                            Optional.empty(),
                            Optional.empty(),
                            List.of("a@example.cz"),
                            1,
                            2,
                            3,
                            Optional.of("no route"),
                            THEN,
                            THEN));
        }
    }
}
