package dev.postern.bounce;

import dev.postern.delivery.Words;
import dev.postern.delivery.mime.Letterhead;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Addressee;
import dev.postern.queue.Reply;

/// The part of a report that people read: what happened to whom, what the server said, what can be
/// done.
record Prose(News news, ReportSettings settings, Letterhead letterhead) {

    String subject() {
        return switch (news.notice()) {
            case FAILED -> "Not delivered";
            case DELAYED -> "Not delivered yet";
            case RELAYED -> "Passed on";
        };
    }

    /// Lines that end with CRLF.
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "This is Postern, the mail gateway " + settings.host() + ".");
        line(text, "");
        line(text, opening());
        line(text, "");
        if (!letterhead.subject().isEmpty()) {
            line(text, "    Subject:  " + Words.clean(letterhead.subject()));
        }
        line(text, "    Sent:     " + Dates.of(news.message().accepted()));
        line(text, "    From:     " + news.sender());
        for (Addressee addressee : news.addressees()) {
            line(text, "");
            line(text, "To " + addressee.recipient().address() + ":");
            line(text, "");
            said(text, addressee);
        }
        line(text, "");
        line(text, closing());
        line(
                text,
                "Your administrator finds the message under the name " + news.message().id() + ".");
        return text.toString();
    }

    private String opening() {
        return switch (news.notice()) {
            case FAILED -> "Your message could not be delivered to everybody it was meant for.";
            case DELAYED ->
                    "Your message has not been delivered yet. You need not do anything: we go on"
                            + " trying.";
            case RELAYED ->
                    "Your message was passed on to a server that reports nothing back: this is the"
                            + " last you hear of it from us.";
        };
    }

    private void said(StringBuilder text, Addressee addressee) {
        Reply reply = addressee.last().orElse(Reply.notNow(""));
        if (!reply.words().isEmpty()) {
            String who = reply.remote().isEmpty() ? "What happened" : reply.remote() + " said";
            line(text, "    " + who + ":");
            line(text, "    " + reply.words());
        }
        String advice =
                switch (news.notice()) {
                    case FAILED -> advice(reply.status());
                    case DELAYED, RELAYED -> "";
                };
        if (!advice.isEmpty()) {
            line(text, "");
            line(text, "    " + advice);
        }
    }

    private String advice(EnhancedStatus status) {
        return switch (status.subject() + "." + status.detail()) {
            case "2.2" -> "The mailbox is full. Tell the recipient, and send the message again.";
            case "2.252", "7.60" ->
                    "The gateway may not send as "
                            + news.sender()
                            + ". Ask your administrator to allow it, or send as another sender.";
            case "3.4", "2.3" -> "The message is too large. Send it in smaller parts, or a link.";
            case "4.4" -> "No route leads there. Ask your administrator.";
            case "4.7" ->
                    "It was tried for "
                            + days()
                            + " and is given up. Send it again later, or ask your administrator.";
            default -> advice(status.subject());
        };
    }

    private static String advice(int subject) {
        return switch (subject) {
            case 1 -> "Check the spelling of the address, or ask the recipient for the right one.";
            case 2 -> "The mailbox takes no mail. Ask the recipient by another way.";
            case 6 -> "The server cannot take a message of this form. Ask your administrator.";
            case 7 -> "The server does not allow it. Ask your administrator, or the recipient's.";
            default -> "If these words do not help, give them to your administrator.";
        };
    }

    private String days() {
        long days = settings.lifetime().toDays();
        long hours = settings.lifetime().toHours();
        return days > 1 ? days + " days" : hours + " hours";
    }

    private String closing() {
        return switch (news.notice()) {
            case FAILED -> "Nothing more is done with it, and nobody else was told.";
            case DELAYED ->
                    "If it cannot be delivered before "
                            + Dates.of(news.message().accepted().plus(settings.lifetime()))
                            + ", you are told.";
            case RELAYED -> "The recipients' own servers may write to you.";
        };
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
