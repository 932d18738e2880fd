package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.Mailboxes.Opening;
import dev.postern.account.SenderPolicy.From;
import dev.postern.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose password opens which mailbox, and what it costs to ask.
class MailboxesTest {

    private static final String HOME = Gatehouse.HOME;
    private static final String MAILBOX = "razr@example.cz";

    @TempDir private Path folder;
    private Gatehouse gate;

    @BeforeEach
    void open() throws Exception {
        gate = new Gatehouse(new MemoryAccounts(), folder);
        add("first", "one", List.of(MAILBOX));
        add("second", "two", List.of("RAZR@Example.cz", "faktury@example.cz"));
        add("elsewhere", "three", List.of(MAILBOX), "192.0.2.0/24");
        add("disabled", "four", List.of(MAILBOX));
        gate.desk.enable(new AccountName("disabled"), false);
        gate.aSecondLater();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private void add(String name, String password, List<String> mailboxes, String... networks)
            throws Exception {
        gate.desk.add(
                new AccountDesk.Order(
                        new AccountName(name),
                        new Registered.Rights(
                                new SenderPolicy(List.of(), From.KEEP, Optional.empty()),
                                mailboxes,
                                Stream.of(networks).map(Network::of).toList(),
                                Integer.MAX_VALUE),
                        false),
                Optional.of("a long enough " + password));
    }

    private Opening open(String user, String password) throws Exception {
        return gate.door.open(
                Gatehouse.peer(HOME),
                user,
                ("a long enough " + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {MAILBOX, "Razr@EXAMPLE.cz", "second/razr@example.cz", "SECOND/" + MAILBOX})
    void passwordOfAnAccountThatMayOpensTheMailbox(String user) throws Exception {
        assertThat(open(user, "two"))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> {
                            assertThat(opened.account().name()).isEqualTo("second");
                            assertThat(opened.mailbox()).isEqualToIgnoringCase(MAILBOX);
                        });
    }

    @Test
    void eachOfTheAccountsHasItsOwnPassword() throws Exception {
        assertThat(open(MAILBOX, "one"))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.account().name()).isEqualTo("first"));
        assertThat(open("first/" + MAILBOX, "two")).isInstanceOf(Opening.Wrong.class);
    }

    @Test
    void accountsThatAreNotToBeUsedOpenNothing() throws Exception {
        assertThat(open(MAILBOX, "three")).isInstanceOf(Opening.Wrong.class);
        assertThat(open(MAILBOX, "four")).isInstanceOf(Opening.Wrong.class);
        assertThat(open("elsewhere/" + MAILBOX, "three")).isInstanceOf(Opening.Wrong.class);
        assertThat(open("disabled/" + MAILBOX, "four")).isInstanceOf(Opening.Wrong.class);
    }

    @Test
    void rightPasswordOpensNoOtherMailbox() throws Exception {
        assertThat(open("faktury@example.cz", "one")).isInstanceOf(Opening.Wrong.class);
        assertThat(open("first/faktury@example.cz", "one"))
                .isEqualTo(new Opening.NotAllowed("first"));
        assertThat(open("first/", "one")).isEqualTo(new Opening.NotAllowed("first"));
        assertThat(open("first", "one")).isInstanceOf(Opening.Wrong.class);
        assertThat(gate.events).filteredOn(Event.SignInRefused.class::isInstance).hasSize(4);
    }

    @Test
    void everyMailboxCostsTheSameWhetherNobodyMayOpenItOrMany() throws Exception {
        int before = gate.door.hashes();
        open("nobody@example.cz", "wrong");
        int unknown = gate.door.hashes() - before;
        open("faktury@example.cz", "wrong");
        int one = gate.door.hashes() - before - unknown;
        open(MAILBOX, "wrong");
        int many = gate.door.hashes() - before - unknown - one;

        assertThat(List.of(unknown, one, many)).containsOnly(4);
    }

    @Test
    void passwordThatWasRightOnceIsNotHashedAgain() throws Exception {
        open(MAILBOX, "two");
        int before = gate.door.hashes();

        assertThat(open(MAILBOX, "two")).isInstanceOf(Opening.Opened.class);
        assertThat(open("second/" + MAILBOX, "two")).isInstanceOf(Opening.Opened.class);

        assertThat(gate.door.hashes()).isEqualTo(before);
    }

    @Test
    void afterManyFailuresNothingIsCheckedForAWhile() throws Exception {
        for (int i = 0; i < LockOut.USUAL.both().failures(); i++) {
            assertThat(open(MAILBOX, "wrong" + i)).isInstanceOf(Opening.Wrong.class);
        }
        int before = gate.door.hashes();

        assertThat(open(MAILBOX, "two")).isInstanceOf(Opening.LockedOut.class);
        assertThat(gate.door.hashes()).isEqualTo(before);
        // Who names its account is counted by that.
        assertThat(open("second/" + MAILBOX, "two")).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void noMoreThanEightAccountsAreTried() throws Exception {
        for (int i = 0; i < 20; i++) {
            add("many" + i, "many" + i, List.of("shared@example.cz"));
        }
        gate.aSecondLater();
        int before = gate.door.hashes();

        open("shared@example.cz", "wrong");

        assertThat(gate.door.hashes() - before).isEqualTo(8);
    }
}
