package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.Notify;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Hope;
import dev.postern.queue.Notice;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One claim on its way to be settled: gathers what becomes of each addressee, then writes it.
///
/// Those that fare alike stay together. The first of these groups keeps the delivery's row, each
/// other one gets a row of its own; and what the sender is to hear of besides is a row too.
final class Parting {

    private final DeliveryRow row;
    private final boolean tellable;
    private final Map<Fate, List<Addressee>> fates = new LinkedHashMap<>();
    private final List<Addressee> delayed = new ArrayList<>();
    private final List<Addressee> relayed = new ArrayList<>();

    Parting(Claim claim, DeliveryRow row) {
        this.row = row;
        this.tellable = Settling.tellable(claim.message());
    }

    /// Notes the outcome for some addressees, or for the whole of a message that has none.
    void add(List<Addressee> some, Outcome.ForSome outcome) {
        if (some.isEmpty()) {
            Fate parked = Fate.stays(row, DeliveryState.PARKED);
            fates.computeIfAbsent(Fate.of(row, outcome, parked), _ -> new ArrayList<>());
        }
        for (Addressee addressee : some) {
            Addressee answered = row.notice().isPresent() ? addressee : said(addressee, outcome);
            fates.computeIfAbsent(Fate.of(row, outcome, refused(addressee)), _ -> new ArrayList<>())
                    .add(answered);
            tell(answered, outcome);
        }
    }

    private static Addressee said(Addressee addressee, Outcome.ForSome outcome) {
        return new Addressee(
                addressee.number(), addressee.recipient(), Optional.of(outcome.reply()));
    }

    private Fate refused(Addressee addressee) {
        if (!tellable) {
            return Fate.stays(row, DeliveryState.PARKED);
        }
        return addressee.recipient().wants(Notify.FAILURE)
                ? Fate.isToldOf(row)
                : Fate.stays(row, DeliveryState.BOUNCED);
    }

    /// Of a notice nothing is told in turn.
    private void tell(Addressee addressee, Outcome.ForSome outcome) {
        if (!tellable || row.notice().isPresent()) {
            return;
        }
        boolean late =
                outcome instanceof Outcome.Deferred deferred
                        && deferred.tellSender()
                        && row.warned().isEmpty();
        boolean gone = outcome instanceof Outcome.Delivered taken && !taken.reports();
        if (late && addressee.recipient().wants(Notify.DELAY)) {
            delayed.add(addressee);
        }
        if (gone && addressee.recipient().wants(Notify.SUCCESS)) {
            relayed.add(addressee);
        }
    }

    /// Writes all that was noted.
    ///
    /// @return destinations where something waits now
    Set<String> write(Transaction transaction) throws SQLException {
        List<Station> stations = new ArrayList<>();
        fates.forEach((fate, some) -> stations.add(station(fate, some, transaction.now())));
        if (!delayed.isEmpty()) {
            stations.add(notice(Notice.DELAYED, delayed));
        }
        if (!relayed.isEmpty()) {
            stations.add(notice(Notice.RELAYED, relayed));
        }
        stations.getFirst().update(transaction, row.number());
        for (Station other : stations.subList(1, stations.size())) {
            other.insert(transaction, row);
            transaction.reached("parted");
        }
        Set<String> woken = new HashSet<>();
        for (Station station : stations) {
            if (station.waits()) {
                woken.add(station.fate().destination());
            }
        }
        return woken;
    }

    private Station station(Fate fate, List<Addressee> some, Instant now) {
        boolean noticeNow = row.notice().isEmpty() && fate.notice().isPresent();
        return new Station(
                fate,
                some,
                noticeNow ? 0 : row.attempts(),
                noticeNow ? Optional.empty() : row.firstTried(),
                delayed.isEmpty() ? row.warned() : Optional.of(now));
    }

    private static Station notice(Notice notice, List<Addressee> some) {
        Fate waits =
                new Fate(
                        Outlet.SENDER,
                        List.of(),
                        List.of(),
                        Hope.NONE,
                        DeliveryState.WAITING,
                        0,
                        Optional.of(notice));
        return new Station(waits, some, 0, Optional.empty(), Optional.empty());
    }
}
