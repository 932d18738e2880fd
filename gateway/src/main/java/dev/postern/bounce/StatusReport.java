package dev.postern.bounce;

import dev.postern.delivery.mime.Letterhead;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.HeaderBlock;
import dev.postern.queue.Notice;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One report: a message of three parts, for people, for programs, and to recognise what it is
/// about (RFC 6522, which replaced RFC 3462).
///
/// For one thread.
final class StatusReport {

    /// A small message comes back whole unless its sender wants the header only.
    private static final long SMALL = 50 * 1024;

    /// RFC 5322 §2.1.1, with room for what stands before it.
    private static final int SUBJECT_MAX = 200;

    private final News news;
    private final ReportSettings settings;
    private final Prose prose;
    private final byte[] beginning;
    private final boolean whole;
    private final boolean eightBit;
    private final String boundary;

    private StatusReport(
            News news, ReportSettings settings, byte[] beginning, boolean eightBit, long random) {
        this.news = news;
        this.settings = settings;
        this.beginning = beginning;
        this.prose = new Prose(news, settings, Letterhead.of(beginning));
        this.whole = whole(news, settings);
        this.eightBit = eightBit;
        this.boundary = "=_" + news.message().id() + "_" + Long.toHexString(random);
    }

    /// @throws IOException if the message it is about cannot be read
    static StatusReport of(News news, ReportSettings settings, RandomGenerator random)
            throws IOException {
        byte[] beginning;
        try (InputStream message = news.parcel().open()) {
            beginning = message.readNBytes(HeaderBlock.OCTETS_MAX);
        }
        boolean eightBit = whole(news, settings) && eightBit(news);
        return new StatusReport(news, settings, beginning, eightBit, random.nextLong());
    }

    /* What the sender asked for counts for failures only (RFC 3461 §4.3). A message that needs
     * SMTPUTF8 does not come back whole, since the report would need it too, and might not find a
     * server that takes it. */
    private static boolean whole(News news, ReportSettings settings) {
        if (news.notice() != Notice.FAILED || news.envelope().options().utf8()) {
            return false;
        }
        Optional<Envelope.Returned> wish = news.envelope().options().returned();
        long most =
                wish.map(returned ->
                                switch (returned) {
                                    case FULL -> settings.wholeMax();
                                    case HEADERS -> -1L;
                                })
                        .orElse(Math.min(SMALL, settings.wholeMax()));
        return news.message().size() <= most;
    }

    /* The sender's word for it (BODY=8BITMIME) is not enough: it costs little to look. */
    private static boolean eightBit(News news) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        try (InputStream message = news.parcel().open()) {
            for (int count = message.read(chunk); count >= 0; count = message.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    if (chunk[i] < 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// The Message-ID field's value; the same if the same report is written again.
    String messageId() {
        return "<%s.%s.%d@%s>"
                .formatted(
                        news.message().id(),
                        news.action(),
                        news.parcel().delivery(),
                        settings.host());
    }

    /// What the report asks of the servers on its way.
    Envelope.Options options() {
        return new Envelope.Options(
                Optional.empty(), Optional.empty(), eightBit, news.sender().needsUtf8());
    }

    void write(Reception reception) throws IOException {
        Sheet sheet = new Sheet(reception);
        header(sheet);
        part(sheet, "text/plain; charset=utf-8", "quoted-printable");
        sheet.octets(QuotedPrintable.encode(SevenBit.utf8(prose.text())));
        part(sheet, "message/delivery-status", "7bit");
        new StatusFields(news, settings).write(sheet);
        if (whole) {
            part(sheet, "message/rfc822", eightBit ? "8bit" : "7bit");
            message(sheet);
        } else {
            fields(sheet);
        }
        sheet.line("--" + boundary + "--");
    }

    private void header(Sheet sheet) throws IOException {
        sheet.field("From", "\"Mail Delivery (Postern)\" <postmaster@" + settings.host() + ">");
        sheet.field("To", "<" + news.sender() + ">");
        sheet.field("Subject", subject());
        sheet.field("Date", Dates.of(news.now()));
        sheet.field("Message-ID", messageId());
        Optional<String> original = HeaderBlock.of(beginning).messageId().filter(StatusReport::id);
        if (original.isPresent()) {
            sheet.field("In-Reply-To", original.get());
            sheet.field("References", original.get());
        }
        // RFC 3834 §5: nobody's vacation message is to answer.
        sheet.field("Auto-Submitted", "auto-replied");
        sheet.field("MIME-Version", "1.0");
        sheet.line("Content-Type: multipart/report; report-type=delivery-status;");
        sheet.line(" boundary=\"" + boundary + "\"");
        sheet.line("");
    }

    private static boolean id(String value) {
        return value.startsWith("<") && value.endsWith(">") && ascii(value) && !value.contains(" ");
    }

    /* Encoded words stay as they are; a subject of other than ASCII is told in the text only. */
    private String subject() {
        return HeaderBlock.of(beginning)
                .subject()
                .filter(text -> text.length() <= SUBJECT_MAX && ascii(text))
                .map(text -> prose.subject() + ": " + text)
                .orElse(prose.subject());
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private void part(Sheet sheet, String type, String encoding) throws IOException {
        sheet.line("");
        sheet.line("--" + boundary);
        sheet.line("Content-Type: " + type);
        sheet.line("Content-Transfer-Encoding: " + encoding);
        sheet.line("");
    }

    private void message(Sheet sheet) throws IOException {
        try (InputStream message = news.parcel().open()) {
            if (!sheet.octets(message)) {
                sheet.line("");
            }
        }
        sheet.line("");
    }

    private void fields(Sheet sheet) throws IOException {
        byte[] header = headerOf(beginning);
        boolean plain = SevenBit.plain(header);
        part(sheet, "text/rfc822-headers", plain ? "7bit" : "quoted-printable");
        sheet.octets(plain ? header : QuotedPrintable.encode(header));
        sheet.line("");
    }

    /// The lines before the first empty one, as far as they are whole.
    private static byte[] headerOf(byte[] beginning) {
        int end = 0;
        for (int i = 0; i < beginning.length; i++) {
            if (beginning[i] != '\n') {
                continue;
            }
            if (i == end || (i == end + 1 && beginning[end] == '\r')) {
                break;
            }
            end = i + 1;
        }
        return Arrays.copyOf(beginning, end);
    }
}
