package dev.postern.protocol.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the server can do that a client will speak with once it has signed in, as far as it can be
/// known before. For one session; confined to its thread.
///
/// A client may ask before it signs in and not again, so it is promised nothing that does not hold
/// afterwards: where that happens after all, the session ends and the client comes again.
public final class Upcoming {

    private final Supplier<List<String>> expected;
    private final List<String> announced = new ArrayList<>();

    /// @param expected lines with a keyword and its parameters: what the server could do last
    public Upcoming(Supplier<List<String>> expected) {
        this.expected = expected;
    }

    /// What to say that the server can do.
    public List<String> announce() {
        announced.clear();
        announced.addAll(expected.get());
        return List.copyOf(announced);
    }

    /// Compares what was announced with what there is.
    ///
    /// @param capabilities of the server now
    /// @throws LoginOverException if a keyword is missing that was announced
    public void check(List<String> capabilities) throws LoginOverException {
        var present = capabilities.stream().map(Upcoming::keyword).collect(Collectors.toSet());
        if (!announced.stream().map(Upcoming::keyword).allMatch(present::contains)) {
            throw LoginOverException.because(Farewell.OUR_FAULT);
        }
    }

    /// The word with which a line begins, in upper case.
    public static String keyword(String line) {
        int blank = line.indexOf(' ');
        return (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
    }
}
