package dev.postern.app;

import dev.postern.lab.mail.store.MessageSource;
import java.util.ArrayList;
import java.util.List;

/// The sample messages of the demo.
final class DemoMail {

    /// An attachment of the size that makes careless programs run out of memory.
    static final long LARGE = 30L << 20;

    private DemoMail() {}

    /// What is in the IMAP mailbox, oldest first.
    static List<MessageSource> requests() {
        List<MessageSource> all = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            all.add(
                    plain(
                            "Žádost č. " + number,
                            "Prosím o výpis z registru, spis " + number + "/2026."));
        }
        all.add(MessageSource.generated(7, LARGE));
        all.add(malformed());
        return all;
    }

    /// What is in the POP3 mailbox.
    static List<MessageSource> invoices() {
        List<MessageSource> all = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            all.add(plain("Faktura " + number, "V příloze zasíláme fakturu č. " + number + "."));
        }
        all.add(unwanted());
        return all;
    }

    /// Has a header that no parser likes: the message must pass through all the same.
    private static MessageSource malformed() {
        return MessageSource.of(
                """
                From: =?utf-8?Q?broken
                Subject: a header that never was encoded right =?iso-8859-2?B?////
                Content-Type: multipart/mixed; boundary="there is no such boundary
                this line is no header field at all

                --somewhere
                and the body ends in the middle of\
                """);
    }

    /// The application behind the webhook refuses it for good.
    private static MessageSource unwanted() {
        return plain("Poison", "The application will answer 422 to this one.");
    }

    private static MessageSource plain(String subject, String text) {
        return MessageSource.of(
                """
                From: sender@example.com
                To: inbox@example.cz
                Subject: %s
                Message-ID: <%08x@example.com>
                Date: Sat, 21 Nov 2026 08:00:00 +0000
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s
                """
                        .formatted(subject, subject.hashCode(), text));
    }
}
