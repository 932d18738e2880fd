package dev.postern.doctor;

import dev.postern.advice.Finding;
import dev.postern.doctor.Listing.Word;
import dev.postern.token.Credential;
import dev.postern.token.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Until when a credential is good: what the settings or its own file say, and what Entra says. A
/// value.
///
/// @param word what Entra says
public record Validity(Held held, Word word) {

    /// A day is one in UTC here and may be another where the secret was made.
    private static final long DAYS_APART_MAX = 1;

    /// A credential.
    ///
    /// @param what in a few words
    /// @param end empty if nobody has said when it ends, or if it has no end
    /// @param endless whether it has none
    /// @param credential by which Entra's list is searched
    public record Held(String what, Optional<Expiry> end, boolean endless, Credential credential) {

        private boolean isSecret() {
            return credential instanceof Credential.ClientSecret;
        }
    }

    /// Looks a credential up in what Entra lists. Reads it, if there is a list.
    public static Validity of(Held held, Listing listing) {
        return new Validity(
                held,
                held.endless()
                        ? new Word.Silence("")
                        : listing.of(
                                listing instanceof Listing.Listed
                                        ? Mark.of(held.credential())
                                        : new Mark.None()));
    }

    /// When it ends, as far as anybody says. Entra knows best; of a certificate the earlier counts.
    public Optional<Expiry> expiry() {
        return switch (word) {
            case Word.Ends(Instant end) -> {
                Expiry theirs = new Expiry(held.what(), Optional.empty(), end);
                yield held.isSecret()
                        ? Optional.of(theirs)
                        : held.end()
                                .filter(own -> own.end().isBefore(end))
                                .or(() -> Optional.of(theirs));
            }
            case Word.Missing _, Word.Silence _ -> held.end();
        };
    }

    /// Whether the settings name another day than Entra, and what to do.
    public Optional<Finding> difference() {
        if (!held.isSecret() || !(word instanceof Word.Ends(Instant end))) {
            return Optional.empty();
        }
        LocalDate theirs = new Expiry(held.what(), Optional.empty(), end).lastDay();
        return held.end()
                .map(Expiry::lastDay)
                .filter(own -> Math.abs(ChronoUnit.DAYS.between(own, theirs)) > DAYS_APART_MAX)
                .map(own ->
                        Troubles.of(
                                        "expires-differs",
                                        "By the settings the last day of the %s is %s, by Entra %s. Entra's counts."
                                                .formatted(held.what(), own, theirs))
                                .cause(
                                        "`expires` was not changed with the secret, or is mistyped.",
                                        Troubles.postern(
                                                "Write Entra's day, or leave `expires` out as long as Entra tells it.",
                                                "expires: " + theirs))
                                .finding());
    }

    /// Whether Entra lists the application's credentials and this one is not among them.
    Optional<Finding> absence(String clientId) {
        if (!(word instanceof Word.Missing)) {
            return Optional.empty();
        }
        String id = Troubles.quoted(clientId);
        return Optional.of(
                Troubles.of(
                                "not-in-entra",
                                held.isSecret()
                                        ? "Entra lists no secret of the application that begins as this one does."
                                        : "Entra lists no certificate of the application with this one's thumbprint.")
                        .cause(
                                "It was removed there, or never added.",
                                Troubles.bash(
                                        "See which there are.",
                                        "az ad app credential list --id %s%s"
                                                .formatted(id, held.isSecret() ? "" : " --cert")),
                                Troubles.bash(
                                        "Make another one; those that are there stay good.",
                                        "az ad app credential reset --id %s --append --years 1"
                                                .formatted(id)))
                        .cause(
                                "It is another application's.",
                                Troubles.say(
                                        "Compare `client-id` with the registration it was made for."))
                        .finding());
    }

    /// What there is to say as long as nothing is wrong.
    String words(Instant now) {
        return expiry().map(end -> end.words(now)).orElse(held.what())
                + (word instanceof Word.Ends ? ", as Entra has it" : "");
    }

    /// Why nobody knows when it ends.
    String unknown() {
        String why =
                word instanceof Word.Silence(String reason) && !reason.isEmpty()
                        ? "; " + reason
                        : "";
        return "%s; the settings do not say when it ends (`expires: 2027-06-30` beside it)%s"
                .formatted(held.what(), why);
    }
}
