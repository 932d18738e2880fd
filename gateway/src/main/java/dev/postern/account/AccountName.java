package dev.postern.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of an account: short enough for the field of any device, and safe in a log.
///
/// @param text as it was given; case does not count
public record AccountName(String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    public AccountName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' cannot be an account's name: take 1 to 64 of A-Z, a-z, 0-9 and . _ @ + -, and a letter or digit first."
                            .formatted(text.replaceAll("[^ -~]", "?")));
        }
    }

    /// The name in this text; empty if it can be none.
    static Optional<AccountName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AccountName(text)) : Optional.empty();
    }

    /// In the form in which names are compared.
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
