package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.Hope;
import dev.postern.queue.Notice;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of a delivery: of all its recipients, or of those that fare alike.
///
/// @param passed the ways before its destination
/// @param further the ways after it
/// @param hope for those before
/// @param due 0 for now
/// @param notice what its sender is to be told, if it is a notice now
record Fate(
        String destination,
        List<String> passed,
        List<String> further,
        Hope hope,
        DeliveryState state,
        long due,
        Optional<Notice> notice) {

    /// The fate that an outcome means.
    ///
    /// @param refused what becomes of those that no way takes
    static Fate of(DeliveryRow row, Outcome.ForSome outcome, Fate refused) {
        if (row.notice().isPresent()) {
            return ofNotice(row, outcome, row.notice().get());
        }
        return switch (outcome) {
            case Outcome.Delivered _ -> stays(row, DeliveryState.DELIVERED);
            case Outcome.Deferred deferred -> waitsAgain(row, deferred.notBefore());
            case Outcome.Unclear unclear -> waitsAgain(row, unclear.notBefore());
            case Outcome.Passed _ when row.further().isEmpty() -> refused;
            case Outcome.Passed(_, Hope hope) -> goesOn(row, hope);
            case Outcome.Refused _ -> refused;
        };
    }

    /// If a notice cannot be given, a person must know of a failure, and nobody of the rest.
    private static Fate ofNotice(DeliveryRow row, Outcome.ForSome outcome, Notice notice) {
        boolean failure = notice == Notice.FAILED;
        return switch (outcome) {
            case Outcome.Delivered _ ->
                    stays(row, failure ? DeliveryState.BOUNCED : DeliveryState.DELIVERED);
            case Outcome.Deferred deferred -> waitsHere(row, deferred.notBefore());
            case Outcome.Unclear unclear -> waitsHere(row, unclear.notBefore());
            case Outcome.Passed _, Outcome.Refused _ ->
                    stays(row, failure ? DeliveryState.PARKED : DeliveryState.BOUNCED);
        };
    }

    /// It is where it was, and nothing more is done with it by itself.
    static Fate stays(DeliveryRow row, DeliveryState state) {
        return new Fate(
                row.destination(), row.passed(), row.further(), row.hope(), state, 0, row.notice());
    }

    private static Fate waitsHere(DeliveryRow row, Instant notBefore) {
        return new Fate(
                row.destination(),
                row.passed(),
                row.further(),
                row.hope(),
                DeliveryState.WAITING,
                Math.max(0, notBefore.toEpochMilli()),
                row.notice());
    }

    /// It waits, to go the first of its ways; a notice of failure is a message on its way again.
    static Fate waitsAgain(DeliveryRow row, Instant notBefore) {
        List<String> ways = row.ways();
        if (ways.isEmpty()) {
            return waitsHere(row, notBefore);
        }
        return new Fate(
                ways.getFirst(),
                List.of(),
                ways.subList(1, ways.size()),
                Hope.NONE,
                DeliveryState.WAITING,
                Math.max(0, notBefore.toEpochMilli()),
                Optional.empty());
    }

    /// It was not tried and waits; what is no notice, to go the first of its ways.
    static Fate postponed(DeliveryRow row, Instant notBefore) {
        return row.notice().isPresent() ? waitsHere(row, notBefore) : waitsAgain(row, notBefore);
    }

    /// It goes the next of its ways, of which there must be one, at once.
    ///
    /// @param hope for its destination
    static Fate goesOn(DeliveryRow row, Hope hope) {
        List<String> passed = new ArrayList<>(row.passed());
        passed.add(row.destination());
        return new Fate(
                row.further().getFirst(),
                List.copyOf(passed),
                row.further().subList(1, row.further().size()),
                row.hope().or(hope),
                DeliveryState.WAITING,
                0,
                Optional.empty());
    }

    /// It has failed, and its sender is to be told.
    static Fate isToldOf(DeliveryRow row) {
        return new Fate(
                Outlet.SENDER,
                row.ways(),
                List.of(),
                Hope.NONE,
                DeliveryState.WAITING,
                0,
                Optional.of(Notice.FAILED));
    }
}
