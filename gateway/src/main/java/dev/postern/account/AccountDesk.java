package dev.postern.account;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What a person may do with accounts.
///
/// What cannot be done as asked is an [IllegalArgumentException] with words for that person. Works
/// beside a running service, which knows of a change within a second. Safe for use by many threads.
public final class AccountDesk {

    static final int SALT_OCTETS = 16;

    /// A person can say it on the telephone, and a printer's field has room for it: 80 bits.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LETTERS = 4;
    private static final int PASSWORD_OCTETS_MIN = 8;
    private static final int PASSWORD_OCTETS_MAX = 256;
    private static final int PASSWORDS_MAX = 8;

    private final AccountStore store;
    private final AccessKeys keys;
    private final PasswordHash.Cost cost;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random a secure one
    public AccountDesk(
            AccountStore store,
            AccessKeys keys,
            PasswordHash.Cost cost,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.keys = keys;
        this.cost = cost;
        this.clock = clock;
        this.random = random;
    }

    /// A new account.
    ///
    /// @param accessKey whether it gets an access key too
    public record Order(AccountName name, Registered.Rights rights, boolean accessKey) {}

    /// What an account can prove itself with from now on. Nowhere shown again.
    ///
    /// @param password empty if there is no new one
    /// @param accessKey in Base64; empty if there is no new one
    public record Issued(Optional<String> password, Optional<String> accessKey) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /// Adds an account.
    ///
    /// @param password empty for one to be made
    public Issued add(Order order, Optional<String> password) throws IOException {
        checkPolicy(order.rights().policy());
        String chosen = password.map(AccountDesk::checked).orElseGet(this::madeUp);
        Optional<String> distinction = Optional.empty();
        if (order.accessKey()) {
            keys.prepare(random);
            distinction = Optional.of(distinction());
        }
        Registered account =
                new Registered(
                        order.name().text(),
                        true,
                        order.rights(),
                        new Registered.Secrets(List.of(hash(chosen)), distinction),
                        clock.instant(),
                        Optional.empty());
        if (!store.add(account)) {
            throw new IllegalArgumentException(
                    "There is an account %s already; `postern account password %s` gives it another password."
                            .formatted(order.name(), order.name()));
        }
        return new Issued(
                password.isPresent() ? Optional.empty() : Optional.of(chosen),
                key(order.name(), distinction));
    }

    private static void checkPolicy(SenderPolicy policy) {
        policy.senders().forEach(AddressPattern::new);
        boolean replaces = policy.from() != SenderPolicy.From.KEEP;
        if (replaces && policy.replacement().isEmpty()) {
            throw new IllegalArgumentException(
                    "To replace a sender there must be an address to put instead: name one (--instead ADDRESS), or an address among the senders.");
        }
    }

    /// Changes what an account may do.
    ///
    /// @param rights those that it has, made into those that it gets
    public void change(AccountName name, UnaryOperator<Registered.Rights> rights)
            throws IOException {
        amend(
                name,
                account -> {
                    Registered.Rights changed = rights.apply(account.rights());
                    checkPolicy(changed.policy());
                    return account.may(changed);
                });
    }

    /// Gives an account another password.
    ///
    /// @param password empty for one to be made
    /// @param keepOthers whether those that it has stay right
    public Issued password(AccountName name, Optional<String> password, boolean keepOthers)
            throws IOException {
        String chosen = password.map(AccountDesk::checked).orElseGet(this::madeUp);
        amend(name, account -> account.with(secrets(account.secrets(), chosen, keepOthers)));
        return new Issued(
                password.isPresent() ? Optional.empty() : Optional.of(chosen), Optional.empty());
    }

    private Registered.Secrets secrets(
            Registered.Secrets before, String password, boolean keepOthers) {
        if (!keepOthers || before.passwords().isEmpty()) {
            return new Registered.Secrets(List.of(hash(password)), before.accessKey());
        }
        List<PasswordHash> all = new ArrayList<>(before.passwords());
        if (all.size() >= PASSWORDS_MAX) {
            throw new IllegalArgumentException(
                    "The account has %d passwords, and more are not kept; without --add a new one replaces them all."
                            .formatted(all.size()));
        }
        all.add(all.getFirst().sibling(octets(password)));
        return new Registered.Secrets(all, before.accessKey());
    }

    /// Gives an account another access key; the former one is void.
    public Issued accessKey(AccountName name) throws IOException {
        keys.prepare(random);
        String distinction = distinction();
        amend(
                name,
                account ->
                        account.with(
                                new Registered.Secrets(
                                        account.secrets().passwords(), Optional.of(distinction))));
        return new Issued(Optional.empty(), key(name, Optional.of(distinction)));
    }

    /// Lets an account in again, or not any more.
    public void enable(AccountName name, boolean enabled) throws IOException {
        amend(name, account -> account.enabled(enabled));
    }

    public void remove(AccountName name) throws IOException {
        if (!store.remove(name.text())) {
            throw unknown(name);
        }
    }

    /// All accounts, by name.
    public List<Registered> list() throws IOException {
        return store.accounts();
    }

    /// All devices, the one last seen first.
    public List<Device> devices() throws IOException {
        return store.devices();
    }

    private void amend(AccountName name, UnaryOperator<Registered> change) throws IOException {
        if (!store.change(name.text(), change)) {
            throw unknown(name);
        }
    }

    private static IllegalArgumentException unknown(AccountName name) {
        return new IllegalArgumentException(
                "There is no account %s; `postern account list` shows them all.".formatted(name));
    }

    private static String checked(String password) {
        int octets = octets(password).length;
        if (octets < PASSWORD_OCTETS_MIN || octets > PASSWORD_OCTETS_MAX) {
            throw new IllegalArgumentException(
                    "A password has %d to %d octets; this one has %d."
                            .formatted(PASSWORD_OCTETS_MIN, PASSWORD_OCTETS_MAX, octets));
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The password has a control character, which no device can send.");
        }
        return password;
    }

    private String madeUp() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LETTERS; i++) {
            if (i > 0 && i % GROUP_LETTERS == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private PasswordHash hash(String password) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return PasswordHash.make(octets(password), salt, cost);
    }

    private String distinction() {
        byte[] octets = new byte[SALT_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private Optional<String> key(AccountName name, Optional<String> distinction)
            throws IOException {
        return distinction.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Base64.getEncoder()
                                .encodeToString(keys.key(name.key(), distinction.get())));
    }

    private static byte[] octets(String password) {
        return password.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
