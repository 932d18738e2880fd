package dev.postern.app;

import dev.postern.control.Narrator;
import dev.postern.event.Event;
import dev.postern.event.Events;

/// Tells a newcomer what is happening, event by event.
final class DemoStory implements Events {

    private final Narrator narrator;

    DemoStory(Narrator narrator) {
        this.narrator = narrator;
    }

    @Override
    public void report(Event event) {
        switch (event) {
            case Event.TokenFetched(var tenant, _, var expires) ->
                    narrator.say(
                            "    token for tenant %s, good until %s".formatted(tenant, expires));
            case Event.Listed(var source, int there, int wanted) ->
                    narrator.say(
                            "    %s: %d messages there, %d to fetch"
                                    .formatted(source, there, wanted));
            case Event.Accepted(var source, var message, var origin, long size) ->
                    narrator.say(
                            "    %s: message %s is safe here as %s (%,d octets)"
                                    .formatted(source, origin, message, size));
            case Event.FetchFailed(var source, var origin, var reason, _, boolean parked) ->
                    narrator.say(
                            "    %s: message %s %s: %s"
                                    .formatted(
                                            source,
                                            origin,
                                            parked ? "parked" : "not fetched",
                                            reason));
            case Event.Fate fate -> tell(fate);
            case Event.VisitFailed(var source, var reason, _, _) ->
                    narrator.say("    %s: visit failed: %s".formatted(source, reason));
            case Event.AlarmRaised(var subject, var text) ->
                    narrator.say("    ALARM %s: %s".formatted(subject, text));
            case Event.Submitted(var entry, var account, _, var message, _, long size) ->
                    narrator.say(
                            "    %s: message %s of %s is safe here (%,d octets)"
                                    .formatted(entry, message, account, size));
            case Event.Declined _,
                    Event.SignedIn _,
                    Event.SignInRefused _,
                    Event.LockedOut _,
                    Event.SessionOver _,
                    Event.NotJoined _,
                    Event.Proxied _,
                    Event.Visited _,
                    Event.Renumbered _,
                    Event.Throttled _,
                    Event.TokenFailed _,
                    Event.AlarmCleared _,
                    Event.Service _ -> {
                // Not needed to understand what is shown.
            }
        }
    }

    private void tell(Event.Fate fate) {
        switch (fate) {
            case Event.HandedOver(var destination, var message, _, _) ->
                    narrator.say("    %s → %s".formatted(message, destination));
            case Event.HandOverDeferred(var destination, var message, _, var reason, _) ->
                    narrator.say("    %s waits for %s: %s".formatted(message, destination, reason));
            case Event.Parked(var destination, var message, var reason) ->
                    narrator.say(
                            "    %s parked, refused by %s: %s"
                                    .formatted(message, destination, reason));
            case Event.HandOverUnclear(var destination, var message, _, var reason, _) ->
                    narrator.say(
                            "    %s sent to %s, no answer: %s"
                                    .formatted(message, destination, reason));
            case Event.PassedOn(var destination, var message, _, var reason) ->
                    narrator.say(
                            "    %s goes another way than %s: %s"
                                    .formatted(message, destination, reason));
            case Event.Diverted(var destination, int messages, var reason) ->
                    narrator.say(
                            "    %d messages go another way than %s: %s"
                                    .formatted(messages, destination, reason));
            case Event.EndedUntold(var destination, var message, var reason) ->
                    narrator.say(
                            "    %s ends here, refused by %s; its sender asked not to be told: %s"
                                    .formatted(message, destination, reason));
            case Event.Returned(var destination, var message, var reason) ->
                    narrator.say(
                            "    %s goes back to its sender, refused by %s: %s"
                                    .formatted(message, destination, reason));
            case Event.SenderTold(var message, var notice, var report) ->
                    narrator.say(
                            "    %s tells the sender of %s that it is %s"
                                    .formatted(report, message, notice));
            case Event.SenderNotTold(var message, var notice, var reason) ->
                    narrator.say(
                            "    the sender of %s is not told that it is %s: %s"
                                    .formatted(message, notice, reason));
            case Event.HandOverPostponed _ -> {
                // Not needed to understand what is shown.
            }
        }
    }
}
