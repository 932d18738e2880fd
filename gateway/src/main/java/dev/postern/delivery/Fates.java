package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.protocol.mail.Notify;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Notice;
import dev.postern.queue.Outcome;
import dev.postern.queue.Settlement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The events that tell what became of a claim.
final class Fates {

    private Fates() {}

    /// One event; or one for each group of recipients that had the same fate.
    static List<Event> of(Settlement settlement) {
        Claim claim = settlement.claim();
        return switch (settlement.outcome()) {
            case Outcome.ForSome whole ->
                    List.of(event(claim, whole, claim.consignment().addressees(), ""));
            case Outcome.Parted(var parts) ->
                    parts.stream()
                            .map(part ->
                                    event(
                                            claim,
                                            part.outcome(),
                                            addressees(claim, part),
                                            share(claim, part)))
                            .toList();
        };
    }

    private static List<Addressee> addressees(Claim claim, Outcome.Part part) {
        return claim.consignment().addressees().stream()
                .filter(one -> part.addressees().contains(one.number()))
                .toList();
    }

    private static String share(Claim claim, Outcome.Part part) {
        return part.addressees().size()
                + " of "
                + claim.consignment().addressees().size()
                + " recipients: ";
    }

    private static Event event(
            Claim claim, Outcome.ForSome outcome, List<Addressee> addressees, String share) {
        String message = claim.message().id().value();
        String destination = claim.destination();
        int attempt = claim.attempt();
        String words = share + words(outcome);
        return switch (outcome) {
            case Outcome.Delivered _ -> new Event.HandedOver(destination, message, attempt, words);
            case Outcome.Deferred deferred ->
                    new Event.HandOverDeferred(
                            destination, message, attempt, words, deferred.notBefore());
            case Outcome.Unclear unclear ->
                    new Event.HandOverUnclear(
                            destination, message, attempt, words, unclear.notBefore());
            case Outcome.Passed _ -> new Event.PassedOn(destination, message, attempt, words);
            case Outcome.Refused _ -> refused(claim, addressees, words);
        };
    }

    private static Event refused(Claim claim, List<Addressee> addressees, String words) {
        String message = claim.message().id().value();
        if (Judge.goesBack(claim)) {
            boolean wanted =
                    addressees.stream().anyMatch(one -> one.recipient().wants(Notify.FAILURE));
            return wanted
                    ? new Event.Returned(claim.destination(), message, words)
                    : new Event.EndedUntold(claim.destination(), message, words);
        }
        boolean owed = claim.consignment().notice().orElse(Notice.FAILED) == Notice.FAILED;
        return owed
                ? new Event.Parked(claim.destination(), message, words)
                : new Event.SenderNotTold(
                        message,
                        claim.consignment().notice().orElseThrow().name().toLowerCase(Locale.ROOT),
                        words);
    }

    /// What was said.
    static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.words();
            case Outcome.Deferred deferred -> deferred.reason();
            case Outcome.Unclear unclear -> unclear.reply().words();
            case Outcome.Passed passed -> passed.reply().words();
            case Outcome.Refused refused -> refused.words();
            case Outcome.Parted(var parts) ->
                    parts.stream()
                            .map(part -> words(part.outcome()))
                            .collect(Collectors.joining("; "));
        };
    }
}
