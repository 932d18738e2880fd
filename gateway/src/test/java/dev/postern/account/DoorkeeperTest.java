package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in, what it costs, and who is locked out.
class DoorkeeperTest {

    private static final String HOME = Gatehouse.HOME;
    private static final String ELSEWHERE = "203.0.113.9";

    @TempDir private Path folder;
    private Gatehouse gate;
    private String password;

    @BeforeEach
    void open() throws Exception {
        gate = new Gatehouse(new MemoryAccounts(), folder);
        password = gate.add("Printer1");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private void aRightPasswordIsLetInFrom(String address) throws Exception {
        assertThat(gate.signIn(address, "printer1", password)).isInstanceOf(Verdict.Welcome.class);
    }

    @Test
    void rightPasswordIsLetInWhateverTheCaseOfTheName() throws Exception {
        assertThat(gate.signIn(HOME, "PRINTER1", password))
                .isInstanceOfSatisfying(
                        Verdict.Welcome.class,
                        welcome -> assertThat(welcome.account().name()).isEqualTo("Printer1"));
        assertThat(gate.events)
                .containsExactly(new Event.SignedIn("0.0.0.0:587", "Printer1", HOME, "LOGIN"));
        assertThat(gate.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "printer1"})
    void wrongPasswordIsNotLetIn(String wrong) throws Exception {
        assertThat(gate.signIn(HOME, "printer1", wrong)).isInstanceOf(Verdict.Wrong.class);
        assertThat(gate.signIn(HOME, "printer1", password + wrong + "x"))
                .isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void everySignInCostsOneHashWhoeverItIs() throws Exception {
        gate.desk.password(new AccountName("printer1"), Optional.empty(), true);
        gate.desk.password(new AccountName("printer1"), Optional.empty(), true);
        gate.add("disabled");
        gate.desk.enable(new AccountName("disabled"), false);
        gate.add("elsewhere", "192.0.2.0/24");
        int before = gate.door.hashes();

        gate.signIn(HOME, "printer1", "wrong");
        gate.signIn(HOME, "nobody", "wrong");
        gate.signIn(HOME, "disabled", "wrong");
        gate.signIn(HOME, "elsewhere", "wrong");
        gate.signIn(HOME, "printer1", password);

        assertThat(gate.door.hashes() - before).isEqualTo(5);
    }

    @Test
    void passwordThatWasRightOnceIsNotHashedAgain() throws Exception {
        aRightPasswordIsLetInFrom(HOME);
        int before = gate.door.hashes();

        aRightPasswordIsLetInFrom(HOME);
        aRightPasswordIsLetInFrom(ELSEWHERE);

        assertThat(gate.door.hashes()).isEqualTo(before);
    }

    @Test
    void manyDevicesThatSignInAtOnceCostOneHashOrTwo() throws Exception {
        List<Future<Verdict>> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                verdicts.add(threads.submit(() -> gate.signIn(HOME, "printer1", password)));
            }
        }

        assertThat(verdicts).allMatch(verdict -> verdict.resultNow() instanceof Verdict.Welcome);
        assertThat(gate.door.hashes()).isBetween(1, 2); // two turns may begin before either is done
    }

    @Test
    void changeOfThePasswordHoldsWithinASecond() throws Exception {
        aRightPasswordIsLetInFrom(HOME);
        String second =
                gate.desk
                        .password(new AccountName("printer1"), Optional.empty(), false)
                        .password()
                        .orElseThrow();
        gate.aSecondLater();

        assertThat(gate.signIn(HOME, "printer1", password)).isInstanceOf(Verdict.Wrong.class);
        assertThat(gate.signIn(HOME, "printer1", second)).isInstanceOf(Verdict.Welcome.class);
    }

    @Test
    void eachOfSeveralPasswordsIsRight() throws Exception {
        gate.desk.password(new AccountName("printer1"), Optional.of("correct horse"), true);
        gate.aSecondLater();

        assertThat(gate.signIn(HOME, "printer1", "correct horse"))
                .isInstanceOf(Verdict.Welcome.class);
        aRightPasswordIsLetInFrom(HOME);
    }

    @Test
    void disabledAndForeignAccountsAreNotLetInEvenIfRemembered() throws Exception {
        String inside = gate.add("inside", "10.20.0.0/16");
        assertThat(gate.signIn(HOME, "inside", inside)).isInstanceOf(Verdict.Welcome.class);

        assertThat(gate.signIn(ELSEWHERE, "inside", inside))
                .isEqualTo(new Verdict.Wrong("the account may not be used from this network"));
        gate.desk.enable(new AccountName("inside"), false);
        gate.aSecondLater();
        assertThat(gate.signIn(HOME, "inside", inside))
                .isEqualTo(new Verdict.Wrong("the account is disabled"));
        gate.desk.remove(new AccountName("inside"));
        gate.aSecondLater();
        assertThat(gate.signIn(HOME, "inside", inside))
                .isEqualTo(new Verdict.Wrong("there is no such account"));
    }

    @Test
    void answersToFailuresTakeLongerAndLongerUpToABound() throws Exception {
        gate.fail(6, HOME, "printer1");

        assertThat(gate.pauses)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    }

    @Test
    void tooManyFailuresLockOutUntilTheTimeIsUp() throws Exception {
        assertThat(gate.fail(10, HOME, "printer1")).hasOnlyElementsOfType(Verdict.Wrong.class);
        int before = gate.door.hashes();

        assertThat(gate.signIn(HOME, "printer1", password))
                .isEqualTo(new Verdict.LockedOut(Duration.ofMinutes(15)));
        assertThat(gate.door.hashes()).isEqualTo(before);
        gate.clock.advance(Duration.ofMinutes(15));
        aRightPasswordIsLetInFrom(HOME);
        assertThat(gate.events).hasAtLeastOneElementOfType(Event.LockedOut.class);
    }

    @Test
    void failuresThatAreFarApartDoNotAddUp() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(gate.signIn(HOME, "printer1", "wrong")).isInstanceOf(Verdict.Wrong.class);
            gate.clock.advance(Duration.ofMinutes(2));
        }

        aRightPasswordIsLetInFrom(HOME);
    }

    @Test
    void rightPasswordEndsTheCount() throws Exception {
        for (int i = 0; i < 3; i++) {
            gate.fail(9, HOME, "printer1");
            aRightPasswordIsLetInFrom(HOME);
        }
    }

    @Test
    void strangerElsewhereCannotLockADeviceOut() throws Exception {
        aRightPasswordIsLetInFrom(HOME);
        for (int i = 0; i < 30; i++) {
            gate.fail(10, "198.51.100." + i, "printer1");
        }

        aRightPasswordIsLetInFrom(HOME);
        assertThat(gate.signIn(ELSEWHERE, "printer1", password))
                .isInstanceOf(Verdict.LockedOut.class);
    }

    @Test
    void deviceIsStillKnownAfterARestart() throws Exception {
        aRightPasswordIsLetInFrom(HOME);
        gate.close();
        gate = new Gatehouse(gate.store, folder);
        for (int i = 0; i < 30; i++) {
            gate.fail(10, "198.51.100." + i, "printer1");
        }

        aRightPasswordIsLetInFrom(HOME);
    }

    @Test
    void addressThatTriesManyAccountsIsLockedOutOfAllThatItNeverUsed() throws Exception {
        String other = gate.add("other");
        aRightPasswordIsLetInFrom(HOME);
        for (int i = 0; i < 50; i++) {
            gate.signIn(HOME, "guess" + i, "wrong");
        }

        assertThat(gate.signIn(HOME, "other", other)).isInstanceOf(Verdict.LockedOut.class);
        aRightPasswordIsLetInFrom(HOME);
        assertThat(gate.signIn(ELSEWHERE, "other", other)).isInstanceOf(Verdict.Welcome.class);
    }

    @Test
    void ownAccountDoesNotResetTheCountOfAnAddress() throws Exception {
        String other = gate.add("other");
        gate.add("third");
        for (int i = 0; i < 50; i++) {
            gate.signIn(ELSEWHERE, "guess" + i, "wrong");
            if (i == 40) {
                assertThat(gate.signIn(ELSEWHERE, "other", other))
                        .isInstanceOf(Verdict.Welcome.class);
            }
        }

        assertThat(gate.signIn(ELSEWHERE, "third", "any")).isInstanceOf(Verdict.LockedOut.class);
    }

    @Test
    void addressesOfOneHouseholdCountAsOne() throws Exception {
        for (int i = 0; i < 10; i++) {
            gate.signIn("2001:db8:1:1::" + (i + 1), "printer1", "wrong");
        }

        assertThat(gate.signIn("2001:db8:1:1::99", "printer1", password))
                .isInstanceOf(Verdict.LockedOut.class);
        aRightPasswordIsLetInFrom("2001:db8:1:2::1");
    }

    @Test
    void nameThatCanBeNoAccountsIsNotWrittenAnywhere() throws Exception {
        gate.signIn(HOME, "s3cret pass!", "wrong");
        gate.devices.flush();

        assertThat(gate.events.toString()).doesNotContain("s3cret");
        assertThat(gate.store.devices().toString()).doesNotContain("s3cret");
    }

    @Test
    void accessKeyProvesTheAccountWithoutAPassword() throws Exception {
        String key = gate.desk.accessKey(new AccountName("printer1")).accessKey().orElseThrow();
        gate.aSecondLater();

        Accounts.KeyHolder holder = gate.door.accessKey(Gatehouse.peer(HOME), "printer1");

        assertThat(holder.key()).isEqualTo(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(holder.proven(true)).isInstanceOf(Verdict.Welcome.class);
        assertThat(holder.proven(false)).isInstanceOf(Verdict.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"printer1", "nobody"})
    void keyOfAnAccountThatHasNoneProvesNothing(String name) throws Exception {
        Accounts.KeyHolder holder = gate.door.accessKey(Gatehouse.peer(HOME), name);

        assertThat(holder.key()).hasSize(32);
        assertThat(gate.door.accessKey(Gatehouse.peer(HOME), name).key()).isEqualTo(holder.key());
        assertThat(holder.proven(true)).isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void ownerOfAKeyIsFoundByWhatItMadeAndNobodyByAnother() throws Exception {
        byte[] key =
                Base64.getDecoder()
                        .decode(
                                gate.desk
                                        .accessKey(new AccountName("printer1"))
                                        .accessKey()
                                        .orElseThrow());
        gate.aSecondLater();

        assertThat(gate.door.keyOwner(one -> Arrays.equals(one, key))).contains("Printer1");
        assertThat(gate.door.keyOwner(one -> Arrays.equals(one, new byte[32]))).isEmpty();
    }

    @Test
    void keysThatAreNotProvenLockOutToo() throws Exception {
        for (int i = 0; i < 10; i++) {
            gate.door.accessKey(Gatehouse.peer(HOME), "printer1").proven(false);
        }

        assertThat(gate.door.accessKey(Gatehouse.peer(HOME), "printer1").proven(true))
                .isInstanceOf(Verdict.LockedOut.class);
    }
}
