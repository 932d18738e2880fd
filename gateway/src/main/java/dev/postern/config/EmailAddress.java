package dev.postern.config;

import java.util.regex.Pattern;

/// The address of a mailbox, as one signs in with it: a dot-atom and a domain (RFC 5322 §3.4.1).
///
/// Quoted local parts and domain literals are not taken: no mailbox at Microsoft 365 has them.
public record EmailAddress(String text) {

    private static final int LENGTH_MAX = 254;
    private static final String ATOM = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern FORM =
            Pattern.compile(
                    ATOM
                            + "(\\."
                            + ATOM
                            + ")*@[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?"
                            + "(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+");

    public EmailAddress {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("it is longer than " + LENGTH_MAX + " characters");
        }
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    text.contains("<") ? "only the address, without the name and the < >" : "");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
