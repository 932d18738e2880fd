package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.util.List;

/// What the alarms of a mailbox are called.
final class MailboxAlarms {

    private MailboxAlarms() {}

    /// No visit has succeeded for too long.
    static String silent(String mailbox) {
        return "mailbox " + mailbox + " silent";
    }

    /// Messages that cannot be told apart.
    static String ambiguous(String mailbox) {
        return "mailbox " + mailbox + " ambiguous ids";
    }

    /// The server does not do what it is told with messages that were taken.
    static String keeps(String mailbox) {
        return "mailbox " + mailbox + " keeps what was taken";
    }

    /// The server announces messages and delivers none.
    static String barren(String mailbox) {
        return "mailbox " + mailbox + " delivers nothing";
    }

    /// Nobody looks after this mailbox any more, so its alarms would never end.
    static void clearAll(String mailbox, Events events) {
        for (String subject :
                List.of(silent(mailbox), ambiguous(mailbox), keeps(mailbox), barren(mailbox))) {
            events.report(new Event.AlarmCleared(subject));
        }
    }
}
