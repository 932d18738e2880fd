package dev.postern.config;

import java.util.regex.Pattern;

/// A tenant's directory id, or one of its domains; Entra takes both in the same place.
public record TenantId(String text) {

    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(?=.{4,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]"
                            + "([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public TenantId {
        if (!Scalars.UUID_FORM.matcher(text).matches() && !DOMAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "`common`, `organizations` and `consumers` will not do: an application signs in"
                            + " to one tenant");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
