package dev.postern.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a file is an export of.
enum Kind {
    DEVICES(
            "Postern's own devices (postern devices --json)",
            List.of(Column.LISTENER, Column.ACCOUNT, Column.MECHANISM),
            Set.of()),
    SIGN_INS(
            "sign-ins (Entra admin centre, Graph or Log Analytics)",
            List.of(Column.ADDRESS, Column.CLIENT_APP),
            Set.of()),
    MAILBOXES(
            "mailboxes (Get-CASMailbox)", List.of(Column.ADDRESS, Column.SMTP_DISABLED), Set.of()),
    TENANT(
            "the tenant's setting (Get-TransportConfig)",
            List.of(Column.SMTP_DISABLED),
            Set.of(Column.ADDRESS)),
    TRACE("a message trace", List.of(Column.ADDRESS, Column.RECIPIENT), Set.of()),
    SMTP_CLIENTS(
            "SMTP AUTH clients (Exchange admin centre, Reports, Mail flow)",
            List.of(Column.ADDRESS, Column.MESSAGES),
            Set.of());

    private final String title;

    // List.of and Set.of made them, which the checker cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Column> needed;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Column> absent;

    Kind(String title, List<Column> needed, Set<Column> absent) {
        this.title = title;
        this.needed = needed;
        this.absent = absent;
    }

    String title() {
        return title;
    }

    List<Column> needed() {
        return needed;
    }

    private boolean fits(Set<Column> columns) {
        return columns.containsAll(needed) && absent.stream().noneMatch(columns::contains);
    }

    /// What a file with these columns is; the first that fits, from the most special on.
    static Optional<Kind> of(Set<Column> columns) {
        return Stream.of(values()).filter(kind -> kind.fits(columns)).findFirst();
    }

    /// What a file with these columns is most likely meant to be, to say what it lacks.
    static Kind nearest(Set<Column> columns) {
        return Stream.of(values())
                .filter(kind -> kind != DEVICES)
                .max(
                        Comparator.comparingDouble(kind ->
                                kind.needed.stream().filter(columns::contains).count()
                                        / (double) kind.needed.size()))
                .orElse(SMTP_CLIENTS);
    }
}
