package dev.postern.advice;

import java.util.regex.Pattern;

/// A language that commands are written in, and how a value stands in it so that it stays a value.
public enum Shell {
    /// Exchange Online PowerShell, after `Connect-ExchangeOnline`.
    POWERSHELL,
    /// A POSIX shell with the Azure CLI.
    BASH,
    /// A line of Postern's settings, or a command of Postern.
    POSTERN;

    /// What needs no quotes anywhere: no leading hyphen, no character that any shell looks at.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]*");

    /// PowerShell takes the typographic quotes for the straight one, so they are doubled as well.
    private static final Pattern POWERSHELL_QUOTES = Pattern.compile("['\u2018\u2019\u201a\u201b]");

    /// The value as one literal word of a command.
    ///
    /// @throws IllegalArgumentException if there is a control character in it: no quotes help
    ///   against a line that ends when it is pasted
    public String quote(String value) {
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character cannot stand in a command");
        }
        return PLAIN.matcher(value).matches() ? value : literal(value);
    }

    /// The value in quotes, whether it needs them or not.
    public String literal(String value) {
        return switch (this) {
            case POWERSHELL -> "'" + POWERSHELL_QUOTES.matcher(value).replaceAll("$0$0") + "'";
            case BASH -> "'" + value.replace("'", "'\\''") + "'";
            case POSTERN -> "'" + value.replace("'", "''") + "'";
        };
    }
}
