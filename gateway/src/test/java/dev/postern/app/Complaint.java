package dev.postern.app;

import dev.postern.control.CheckReport;
import dev.postern.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One way in which the world or the settings can be wrong, and what the doctor must say to it.
///
/// @param title what is wrong, as the page's heading has it
/// @param upset how the world is made wrong
/// @param edits of the settings: old text, new text, …
/// @param entry that is examined, with others that bear on it after it
/// @param step at which the chain breaks
/// @param code of the finding
/// @param mends pieces of commands that the likeliest cause must bring, and no other telltale
/// @param others pieces of commands that less likely causes bring
/// @param zone what DNS knows, each as `NAME TYPE VALUE`
record Complaint(
        String title,
        Upset upset,
        List<String> edits,
        List<String> entry,
        String step,
        String code,
        List<String> mends,
        List<String> others,
        List<String> zone) {

    /// Commands that tell by themselves which cause is meant.
    private static final List<String> TELLTALES =
            List.of(
                    "Set-CASMailbox",
                    "New-ServicePrincipal",
                    "Add-MailboxPermission",
                    "Add-RecipientPermission",
                    "Add-HVEAppAccess",
                    "Set-HVEAccountBillingPolicy",
                    "credential reset",
                    "permission add",
                    "admin-consent",
                    "smtp-username",
                    "role assignment",
                    "linked-domains",
                    "timedatectl",
                    "trust:",
                    "cloud:");

    /// Findings that stop nothing.
    private static final Set<String> WARNINGS =
            Set.of(
                    "clock",
                    "no-account",
                    "expiring",
                    "expires-differs",
                    "not-in-entra",
                    "passwords-in-clear",
                    "secrets-open",
                    "certificate-name",
                    "certificate-ending");

    /// Makes something wrong.
    @FunctionalInterface
    interface Upset {
        void in(Lab lab) throws Exception;
    }

    static Complaint of(String title, Upset upset) {
        return new Complaint(
                title, upset, List.of(), List.of(), "", "", List.of(), List.of(), List.of());
    }

    Complaint edit(String before, String after) {
        List<String> more = new ArrayList<>(edits);
        more.addAll(List.of(before, after));
        return new Complaint(title, upset, more, entry, step, code, mends, others, zone);
    }

    Complaint at(String found, String where, String... looked) {
        return new Complaint(
                title, upset, edits, List.of(looked), where, found, mends, others, zone);
    }

    Complaint mendedBy(String... pieces) {
        return new Complaint(title, upset, edits, entry, step, code, List.of(pieces), others, zone);
    }

    Complaint orBy(String... pieces) {
        return new Complaint(title, upset, edits, entry, step, code, mends, List.of(pieces), zone);
    }

    Complaint inZone(String... records) {
        return new Complaint(
                title, upset, edits, entry, step, code, mends, others, List.of(records));
    }

    /// To whom a message is sent, if only that shows what is wrong.
    Optional<String> recipient() {
        return step.equals("test message") ? Optional.of("razr@example.cz") : Optional.empty();
    }

    /// Whether it works all the same, so that a warning is enough.
    boolean works() {
        return WARNINGS.contains(code)
                || !zone.isEmpty()
                || edits.toString().contains("next-credential");
    }

    /// Telltales that the commands of the likeliest cause must not have.
    List<String> misleading() {
        return TELLTALES.stream()
                .filter(telltale -> mends.stream().noneMatch(piece -> piece.contains(telltale)))
                .toList();
    }

    /// The commands and the prose of a cause.
    static String commands(CheckReport.Cause cause) {
        StringBuilder all = new StringBuilder();
        cause.mends()
                .forEach(one ->
                        all.append(one.prose()).append('\n').append(one.command()).append('\n'));
        return all.toString();
    }

    @Override
    public String toString() {
        return title;
    }
}
