package dev.postern.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Passwords that were found right, so that they need not be hashed again.
///
/// What is kept is a keyed digest of name and password (HMAC-SHA256, RFC 2104) with a key that only
/// this process has, and the hash that it was right for: it counts only as long as the account
/// still has that hash. Safe for use by many threads.
final class Remembered {

    private static final int PASSWORDS_MAX = 10_000;
    private static final int KEY_OCTETS = 32;

    private final Mac prototype;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ByteBuffer, PasswordHash> right =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PasswordHash> eldest) {
                    return size() > PASSWORDS_MAX;
                }
            };

    Remembered(RandomGenerator random) {
        byte[] key = new byte[KEY_OCTETS];
        random.nextBytes(key);
        try {
            prototype = Mac.getInstance("HmacSHA256");
            prototype.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// The digest of a name and what belongs to it.
    ByteBuffer digest(String name, byte[] password) {
        Mac mac = copy();
        mac.update(name.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0); // no name has one
        return ByteBuffer.wrap(mac.doFinal(password));
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC can be copied", e);
        }
    }

    void isRight(ByteBuffer digest, PasswordHash hash) {
        lock.lock();
        try {
            right.put(digest, hash);
        } finally {
            lock.unlock();
        }
    }

    boolean knows(ByteBuffer digest, Registered account) {
        Optional<PasswordHash> hash;
        lock.lock();
        try {
            hash = Optional.ofNullable(right.get(digest));
        } finally {
            lock.unlock();
        }
        return hash.isPresent()
                && account.secrets().passwords().stream().anyMatch(hash.get()::same);
    }
}
