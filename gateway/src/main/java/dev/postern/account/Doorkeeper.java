package dev.postern.account;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Lets in who proves to be an account.
///
/// A password is hashed once; after that a keyed digest of it is enough, and a sign-in costs
/// microseconds. Everything else costs one hash, whether the account exists or not. Safe for use by
/// many threads.
public final class Doorkeeper implements Accounts, Mailboxes {

    /// Between an account and the mailbox that it opens; no account has it in its name.
    private static final char BY_ACCOUNT = '/';

    private final Register register;
    private final AccessKeys keys;
    private final DeviceMemory devices;
    private final Rules rules;
    private final World world;
    private final Guard guard;
    private final Proofs proofs;

    /// How strict it is.
    ///
    /// @param cost of the hash that an unknown account is checked with
    /// @param hashesAtOnce how many passwords are hashed at the same time
    public record Rules(LockOut lockOut, PasswordHash.Cost cost, int hashesAtOnce) {

        /// The defaults, on this machine.
        public static Rules usual() {
            return new Rules(
                    LockOut.USUAL, PasswordHash.Cost.USUAL, Hashing.usual(PasswordHash.Cost.USUAL));
        }
    }

    /// What it needs from outside.
    ///
    /// @param random a secure one
    public record World(Events events, InstantSource clock, RandomGenerator random, Pause pause) {}

    /// Lets time pass.
    @FunctionalInterface
    public interface Pause {
        void make(Duration time) throws InterruptedException;
    }

    private Doorkeeper(
            Register register, AccessKeys keys, DeviceMemory devices, Rules rules, World world) {
        this.register = register;
        this.keys = keys;
        this.devices = devices;
        this.rules = rules;
        this.world = world;
        this.guard = new Guard(rules.lockOut(), devices, world.events(), world.clock());
        this.proofs = new Proofs(rules, world.random());
    }

    /// @param devices stays its owner's to close
    public static Doorkeeper open(
            AccountStore store, AccessKeys keys, DeviceMemory devices, Rules rules, World world)
            throws IOException {
        return new Doorkeeper(Register.open(store, world.clock()), keys, devices, rules, world);
    }

    @Override
    public Verdict signIn(Peer peer, String name, byte[] password)
            throws IOException, InterruptedException {
        return check(attempt(peer, name), password);
    }

    @Override
    public Opening open(Peer peer, String user, byte[] password)
            throws IOException, InterruptedException {
        int slash = user.indexOf(BY_ACCOUNT);
        String mailbox = Attempt.key(user.substring(slash + 1));
        Attempt attempt =
                slash < 0
                        ? register.attempt(peer, mailbox)
                        : attempt(peer, user.substring(0, slash));
        return switch (check(attempt, password)) {
            case Verdict.Welcome(Account account) -> opening(peer, account, mailbox);
            case Verdict.Wrong(String reason) -> new Opening.Wrong(reason);
            case Verdict.LockedOut(Duration patience) -> new Opening.LockedOut(patience);
        };
    }

    private Opening opening(Peer peer, Account account, String mailbox) {
        Optional<String> its =
                account.mailboxes().stream()
                        .filter(one -> Attempt.key(one).equals(mailbox))
                        .findFirst();
        if (its.isPresent()) {
            return new Opening.Opened(account, its.get());
        }
        String reason = "the account may not open this mailbox";
        devices.refused(peer, account.name(), reason);
        world.events()
                .report(
                        new Event.SignInRefused(
                                peer.entry(),
                                account.name(),
                                peer.address().getHostAddress(),
                                reason));
        return new Opening.NotAllowed(account.name());
    }

    private Attempt attempt(Peer peer, String name) throws IOException {
        String key = Attempt.key(name);
        return Attempt.as(peer, key, register.find(key));
    }

    private Verdict check(Attempt attempt, byte[] password)
            throws IOException, InterruptedException {
        Optional<Duration> locked = guard.locked(attempt);
        if (locked.isPresent()) {
            return lockedOut(attempt, locked.get());
        }
        Optional<Conclusion> conclusion =
                proofs.check(
                        attempt,
                        password,
                        new Proofs.Turn<>() {
                            @Override
                            public boolean vetoed() {
                                return guard.locked(attempt).isPresent();
                            }

                            @Override
                            public Conclusion conclude(Optional<Registered> whose) {
                                return note(attempt, whose);
                            }
                        });
        return conclusion.isPresent()
                ? verdict(attempt, conclusion.get())
                : lockedOut(attempt, guard.locked(attempt).orElse(Duration.ZERO));
    }

    /// What came of an attempt.
    ///
    /// @param admitted empty if it failed
    /// @param failures how many there are now
    private record Conclusion(Optional<Registered> admitted, int failures) {}

    private Conclusion note(Attempt attempt, Optional<Registered> proven) {
        if (proven.isPresent() && attempt.obstacle().isEmpty()) {
            guard.succeeded(attempt);
            return new Conclusion(proven, 0);
        }
        return new Conclusion(Optional.empty(), guard.failed(attempt));
    }

    private Verdict verdict(Attempt attempt, Conclusion conclusion) throws InterruptedException {
        if (conclusion.admitted().isPresent()) {
            Registered account = conclusion.admitted().get();
            devices.came(attempt.peer(), Attempt.key(account.name()));
            world.events()
                    .report(
                            new Event.SignedIn(
                                    attempt.peer().entry(),
                                    account.name(),
                                    attempt.address(),
                                    attempt.peer().mechanism().orElse("")));
            return new Verdict.Welcome(account.account());
        }
        String reason = attempt.obstacle().orElse("wrong password");
        refused(attempt, reason);
        world.pause().make(rules.lockOut().delayAfter(conclusion.failures()));
        return new Verdict.Wrong(reason);
    }

    private Verdict lockedOut(Attempt attempt, Duration patience) throws InterruptedException {
        refused(attempt, "locked out after too many failures");
        world.pause().make(rules.lockOut().delayMax());
        return new Verdict.LockedOut(patience);
    }

    private void refused(Attempt attempt, String reason) {
        devices.refused(attempt.peer(), attempt.shown(), reason);
        world.events()
                .report(
                        new Event.SignInRefused(
                                attempt.peer().entry(),
                                attempt.shown(),
                                attempt.address(),
                                reason));
    }

    @Override
    public KeyHolder accessKey(Peer peer, String name) throws IOException {
        Attempt attempt = attempt(peer, name);
        Optional<String> distinction =
                attempt.account().flatMap(account -> account.secrets().accessKey());
        boolean usable = distinction.isPresent() && attempt.obstacle().isEmpty();
        byte[] key =
                usable
                        ? keys.key(attempt.key(), distinction.get())
                        : proofs.nobodysKey(attempt.key());
        return new Holder(attempt, key, usable);
    }

    @Override
    public Optional<String> keyOwner(Predicate<byte[]> made) throws IOException {
        Optional<String> owner = Optional.empty();
        for (Registered account : register.all()) {
            Optional<String> distinction = account.secrets().accessKey();
            if (distinction.isPresent()) {
                byte[] key = keys.key(Attempt.key(account.name()), distinction.get());
                boolean its = made.test(key);
                Arrays.fill(key, (byte) 0);
                owner = its ? Optional.of(account.name()) : owner;
            }
        }
        return owner;
    }

    @Override
    public void seen(Peer peer) {
        devices.came(peer, "");
    }

    @Override
    public void refused(Peer peer, String account, String reason) {
        devices.refused(peer, account, reason);
    }

    /// How many passwords were hashed: what all sign-ins cost together.
    int hashes() {
        return proofs.hashes();
    }

    private final class Holder implements KeyHolder {

        private final Attempt attempt;
        private final byte[] key;
        private final boolean usable;

        Holder(Attempt attempt, byte[] key, boolean usable) {
            this.attempt = attempt;
            this.key = key;
            this.usable = usable;
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        @Override
        public Verdict proven(boolean proven) throws InterruptedException {
            Optional<Duration> locked = guard.locked(attempt);
            return locked.isPresent()
                    ? lockedOut(attempt, locked.get())
                    : verdict(
                            attempt,
                            note(attempt, proven && usable ? attempt.account() : Optional.empty()));
        }
    }
}
