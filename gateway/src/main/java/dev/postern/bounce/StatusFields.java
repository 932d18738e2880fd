package dev.postern.bounce;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Addressee;
import dev.postern.queue.Notice;
import dev.postern.queue.Reply;
import java.io.IOException;

/// The part of a report that programs read (RFC 3464 §2).
record StatusFields(News news, ReportSettings settings) {

    void write(Sheet sheet) throws IOException {
        sheet.field("Reporting-MTA", "dns; " + SevenBit.words(settings.host()));
        var envelopeId = news.envelope().options().envelopeId();
        if (envelopeId.isPresent()) {
            String id = SevenBit.words(SevenBit.xtext(envelopeId.get()));
            sheet.field("Original-Envelope-Id", id);
        }
        sheet.field("Arrival-Date", Dates.of(news.message().accepted()));
        for (Addressee addressee : news.addressees()) {
            sheet.line("");
            write(sheet, addressee);
        }
    }

    private void write(Sheet sheet, Addressee addressee) throws IOException {
        var original = addressee.recipient().original();
        if (original.isPresent()) {
            sheet.field("Original-Recipient", SevenBit.original(original.get()));
        }
        sheet.field("Final-Recipient", SevenBit.address(addressee.recipient().address()));
        sheet.field("Action", news.action());
        sheet.field("Status", status(addressee).toString());
        if (addressee.last().isPresent()) {
            said(sheet, addressee.last().get());
        }
        sheet.field("Last-Attempt-Date", Dates.of(news.parcel().firstTried()));
        if (news.notice() == Notice.DELAYED) {
            var until = news.message().accepted().plus(settings.lifetime());
            sheet.field("Will-Retry-Until", Dates.of(until));
        }
    }

    private static void said(Sheet sheet, Reply reply) throws IOException {
        boolean ours = reply.remote().isEmpty();
        if (!ours) {
            sheet.field("Remote-MTA", "dns; " + SevenBit.words(reply.remote()));
        }
        String words = SevenBit.words(reply.words());
        if (!words.isEmpty()) {
            sheet.field("Diagnostic-Code", (ours ? "x-postern; " : "smtp; ") + words);
        }
    }

    /* The category says whether it is over (RFC 3464 §2.3.4), whatever the server's reply says of
     * itself: what waits for an administrator was answered by 5.7.139, and is only delayed. */
    private EnhancedStatus status(Addressee addressee) {
        int category =
                switch (news.notice()) {
                    case FAILED -> 5;
                    case DELAYED -> 4;
                    case RELAYED -> 2;
                };
        return addressee
                .last()
                .map(Reply::status)
                .map(said -> new EnhancedStatus(category, said.subject(), said.detail()))
                .orElse(new EnhancedStatus(category, 0, 0));
    }
}
