package dev.postern.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Finds whose password it is: by the memory of those that were right, or by hashing.
///
/// What is not remembered costs as many hashes as the attempt says, whoever tries and whatever is
/// found. Safe for use by many threads.
final class Proofs {

    private final Hashing hashing;
    private final Remembered remembered;
    private final PasswordHash nobodys;

    Proofs(Doorkeeper.Rules rules, RandomGenerator random) {
        this.hashing = new Hashing(rules.hashesAtOnce());
        this.remembered = new Remembered(random);
        byte[] salt = new byte[AccountDesk.SALT_OCTETS];
        random.nextBytes(salt);
        this.nobodys = PasswordHash.ofNone(salt, rules.cost());
    }

    /// What goes before a check and comes after it, in the same turn: what one finds counts for the
    /// next one.
    interface Turn<T> {
        /// Whether the check is not to be made.
        boolean vetoed();

        T conclude(Optional<Registered> whose);
    }

    /// What is concluded of whose password it is; empty if there is a veto when its turn comes.
    ///
    /// @throws IOException if too many wait for their turn
    <T> Optional<T> check(Attempt attempt, byte[] password, Turn<T> turn)
            throws IOException, InterruptedException {
        Optional<Registered> known = known(attempt, password);
        if (known.isPresent()) {
            return Optional.of(turn.conclude(known));
        }
        // Others may have failed or succeeded while this one waited for its turn.
        return hashing.inTurn(() ->
                turn.vetoed()
                        ? Optional.<T>empty()
                        : Optional.of(
                                turn.conclude(
                                        known(attempt, password)
                                                .or(() -> hashed(attempt, password)))));
    }

    private Optional<Registered> known(Attempt attempt, byte[] password) {
        return attempt.accounts().stream()
                .filter(one -> remembered.knows(digest(one, password), one))
                .findFirst();
    }

    private ByteBuffer digest(Registered account, byte[] password) {
        return remembered.digest(Attempt.key(account.name()), password);
    }

    private Optional<Registered> hashed(Attempt attempt, byte[] password) {
        Optional<Registered> whose = Optional.empty();
        List<Registered> accounts = attempt.accounts();
        for (int i = 0; i < Math.max(attempt.hashes(), accounts.size()); i++) {
            if (i < accounts.size()) {
                Registered one = accounts.get(i);
                boolean right = isRight(one, password);
                whose = right && whose.isEmpty() ? Optional.of(one) : whose;
            } else {
                PasswordHash _ = hashing.like(nobodys, password);
            }
        }
        return whose;
    }

    private boolean isRight(Registered account, byte[] password) {
        List<PasswordHash> hashes = account.secrets().passwords();
        PasswordHash like = hashes.isEmpty() ? nobodys : hashes.getFirst();
        PasswordHash found = hashing.like(like, password);
        boolean right = false;
        for (PasswordHash hash : hashes) {
            right |= hash.same(found);
        }
        if (right) {
            remembered.isRight(digest(account, password), found);
        }
        return right;
    }

    /// A key that nobody has, the same each time for the same name.
    byte[] nobodysKey(String name) {
        return remembered.digest(name, new byte[0]).array();
    }

    /// How many hashes were made: what all sign-ins cost together.
    int hashes() {
        return hashing.done();
    }
}
