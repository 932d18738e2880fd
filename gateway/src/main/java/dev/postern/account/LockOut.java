package dev.postern.account;

import java.time.Duration;

/// When nothing is checked any more, and how long answers to failures take.
///
/// There are three counts. *Account and address together*: the small one, that stops the guessing.
/// *Address*: stops who tries many accounts. *Account*: stops who tries one from many addresses.
/// The latter two are larger, and do not concern an account at an address from where it was let in
/// before: else any stranger could keep a printer from printing its mail. What stays possible is to
/// lock a device out from its own address; whoever can do that sits behind the same address, and
/// waiting ends it.
///
/// A right password ends the first count; the other two run out by time alone, so that a stranger
/// with one account of his own cannot reset them. While a count is locked, attempts are neither
/// checked nor counted.
///
/// @param both of an account from an address
/// @param address of an address (IPv6: its /64, which is one household)
/// @param account of an account from addresses that it was never used from
/// @param delay before the first failure is answered; doubles with each one more
/// @param delayMax no answer takes longer, whether locked out or refused
public record LockOut(Limit both, Limit address, Limit account, Duration delay, Duration delayMax) {

    /// @param failures so many
    /// @param within since the first of them
    /// @param lasts how long it is locked then
    public record Limit(int failures, Duration within, Duration lasts) {}

    /// 10, 50 and 100 failures in 10 minutes lock for 15; answers take half a second to four.
    public static final LockOut USUAL =
            new LockOut(
                    limit(10),
                    limit(50),
                    limit(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(4));

    private static Limit limit(int failures) {
        return new Limit(failures, Duration.ofMinutes(10), Duration.ofMinutes(15));
    }

    /// How long the answer takes to so many failures in a row.
    Duration delayAfter(int failures) {
        long factor = 1L << Math.clamp(failures - 1, 0, 20);
        Duration wait = delay.multipliedBy(factor);
        return wait.compareTo(delayMax) < 0 ? wait : delayMax;
    }
}
