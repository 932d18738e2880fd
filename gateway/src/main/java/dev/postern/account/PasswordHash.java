package dev.postern.account;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// An argon2id hash (RFC 9106) with what it takes to make it again, in the usual text form:
/// `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
///
/// All passwords of one account have the same salt and cost, so that a check costs one hash however
/// many there are: nobody can tell by the time whether an account exists, or has several. An
/// immutable value.
public final class PasswordHash {

    private static final int HASH_OCTETS = 32;
    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    /// How much work a hash is (RFC 9106 §3.1).
    ///
    /// @param memory KiB
    /// @param passes over the memory
    /// @param lanes that could be computed side by side; we do not
    public record Cost(int memory, int passes, int lanes) {

        /// About 30 ms; OWASP's password storage cheat sheet has this as its first choice for
        /// argon2id.
        public static final Cost USUAL = new Cost(19 * 1024, 2, 1);
    }

    private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    static PasswordHash make(byte[] password, byte[] salt, Cost cost) {
        return new PasswordHash(cost, salt.clone(), compute(password, salt, cost));
    }

    /// The hash of no password at all: it has only [#sibling]s, which cost as much as any, and is
    /// the same as none of them.
    static PasswordHash ofNone(byte[] salt, Cost cost) {
        return new PasswordHash(cost, salt.clone(), new byte[0]);
    }

    /// @throws IllegalArgumentException if it is none
    public static PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not the hash of a password");
        }
        Cost cost =
                new Cost(
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3)));
        return new PasswordHash(
                cost,
                Base64.getDecoder().decode(form.group(4)),
                Base64.getDecoder().decode(form.group(5)));
    }

    /// The hash of another password with the same salt and cost.
    PasswordHash sibling(byte[] password) {
        return make(password, salt, cost);
    }

    /// Whether it is the hash of the same password, given [#sibling]s; in a time that says nothing
    /// about the hash.
    boolean same(PasswordHash other) {
        return Arrays.equals(salt, other.salt) && MessageDigest.isEqual(hash, other.hash);
    }

    private static byte[] compute(byte[] password, byte[] salt, Cost cost) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memory())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[HASH_OCTETS];
        argon2.generateBytes(password, hash);
        return hash;
    }

    /// For the store.
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memory(),
                        cost.passes(),
                        cost.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /// Says nothing: even a hash is nobody's business.
    @Override
    public String toString() {
        return "***";
    }
}
