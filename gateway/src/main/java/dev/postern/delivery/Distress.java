package dev.postern.delivery;

import dev.postern.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The alarms about one destination: one at a time, raised once, over when it takes something.
///
/// Guarded by the [Standing] it belongs to.
final class Distress {

    private final String destination;
    private final String awaySubject;
    private final String administratorSubject;
    private boolean away;
    private boolean administrator;
    private String cause = "";

    Distress(String destination) {
        this.destination = destination;
        this.awaySubject = awaySubject(destination);
        this.administratorSubject = administratorSubject(destination);
    }

    private static String awaySubject(String destination) {
        return "destination " + destination + " away";
    }

    private static String administratorSubject(String destination) {
        return "destination " + destination + " needs an administrator";
    }

    /// The end of whatever was wrong with a destination that is no more, or not as it was: what is
    /// still wrong is raised again.
    static List<Event> forgotten(String destination) {
        return List.of(
                new Event.AlarmCleared(awaySubject(destination)),
                new Event.AlarmCleared(administratorSubject(destination)));
    }

    /// It takes nothing. Not worth an alarm of its own while an administrator is called for.
    List<Event> away(Instant since, String words) {
        if (away || administrator) {
            return List.of();
        }
        away = true;
        String text = "has taken nothing since " + since + "; its messages wait. " + words;
        return List.of(new Event.AlarmRaised(awaySubject, text));
    }

    /// It takes nothing until a person has mended something. Raised again when the cause is
    /// another, since the words are what the person acts by.
    ///
    /// @param words the cause and the remedy
    List<Event> needsAdministrator(String words) {
        List<Event> news = new ArrayList<>();
        if (away) {
            away = false;
            news.add(new Event.AlarmCleared(awaySubject));
        }
        if (!administrator || !cause.equals(words)) {
            administrator = true;
            cause = words;
            String text =
                    words
                            + " (its messages wait as long as it lasts; `postern check "
                            + destination
                            + "` tells more)";
            news.add(new Event.AlarmRaised(administratorSubject, text));
        }
        return news;
    }

    boolean needsAdministrator() {
        return administrator;
    }

    /// It works.
    List<Event> over() {
        List<Event> news = new ArrayList<>();
        if (away) {
            news.add(new Event.AlarmCleared(awaySubject));
        }
        if (administrator) {
            news.add(new Event.AlarmCleared(administratorSubject));
        }
        away = false;
        administrator = false;
        return news;
    }
}
