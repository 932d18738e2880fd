package dev.postern.protocol.mail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A status code of three numbers, as in `5.7.139` (RFC 3463 §2).
///
/// @param category 2 success, 4 not now, 5 never
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedStatus(int category, int subject, int detail) {

    /// A failure of which no more is known (RFC 3463 §3.1).
    public static final EnhancedStatus FAILED = new EnhancedStatus(5, 0, 0);

    /// A success of which no more is to be said.
    public static final EnhancedStatus DONE = new EnhancedStatus(2, 0, 0);

    /// A failure that may pass.
    public static final EnhancedStatus NOT_NOW = new EnhancedStatus(4, 0, 0);

    private static final int NUMBER_MAX = 999;
    private static final Pattern FORM = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");

    public EnhancedStatus {
        boolean known = category == 2 || category == 4 || category == 5;
        if (!known || subject < 0 || subject > NUMBER_MAX || detail < 0 || detail > NUMBER_MAX) {
            throw new IllegalArgumentException(
                    "not a status: " + category + "." + subject + "." + detail);
        }
    }

    /// The status that is exactly this text; empty if it is none.
    public static Optional<EnhancedStatus> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new EnhancedStatus(
                                Integer.parseInt(form.group(1)),
                                Integer.parseInt(form.group(2)),
                                Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    /// Whether trying again later can help.
    public boolean transientFailure() {
        return category == 4;
    }

    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
