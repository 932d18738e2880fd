package dev.postern.audit;

import dev.postern.audit.sheet.Sheet;
import dev.postern.audit.sheet.Sheets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one file into the evidence. Made for one file; confined to one thread.
final class FileReading {

    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[;,\\s]+");

    private static final Map<Column, Sender.Tls> TLS =
            new EnumMap<>(
                    Map.of(
                            Column.TLS_1_0, Sender.Tls.V1_0,
                            Column.TLS_1_1, Sender.Tls.V1_1,
                            Column.TLS_1_2, Sender.Tls.V1_2,
                            Column.TLS_1_3, Sender.Tls.V1_3));

    private final Evidence evidence;
    private final Domains inside;
    private final Headings row;
    private final List<String> remarks = new ArrayList<>();
    private long rows;
    private long left;
    private long undated;
    private long unauthenticated;

    private FileReading(Evidence evidence, Domains inside, Headings row) {
        this.evidence = evidence;
        this.inside = inside;
        this.row = row;
    }

    /// @param said what a person says that columns mean
    /// @throws dev.postern.audit.sheet.UnreadableException if it cannot be understood
    static void read(Path file, Map<String, Column> said, Domains inside, Evidence evidence)
            throws IOException {
        try (Sheet sheet = Sheets.open(file)) {
            Headings row = new Headings(sheet, file.toString(), said);
            FileReading reading = new FileReading(evidence, inside, row);
            while (sheet.next()) {
                reading.take();
            }
            evidence.file(reading.report(file.toString(), sheet));
        }
    }

    private void take() {
        boolean told =
                switch (row.kind()) {
                    case SMTP_CLIENTS -> smtpClient();
                    case SIGN_INS -> signIn();
                    case MAILBOXES -> mailbox();
                    case TENANT -> tenant();
                    case TRACE -> traced();
                    case DEVICES -> device();
                };
        if (told) {
            rows++;
        } else {
            left++;
        }
    }

    private Optional<Sender> sender() {
        String address = row.value(Column.ADDRESS);
        return Evidence.isAddress(address)
                ? Optional.of(evidence.sender(address))
                : Optional.empty();
    }

    private boolean smtpClient() {
        Optional<Sender> sender = sender();
        if (sender.isEmpty()) {
            return false;
        }
        Sender.Traffic seen = sender.get().seen();
        double messages = Values.number(row.value(Column.MESSAGES)).orElse(0);
        Authentication authentication = Authentication.of(row.value(Column.AUTHENTICATION));
        unauthenticated += authentication == Authentication.UNKNOWN ? 1 : 0;
        seen.messages(authentication, messages);
        tls(seen, messages);
        date(seen);
        return true;
    }

    /// The report gives percentages; others were seen to give fractions or counts. All of them come
    /// to the same shares.
    private void tls(Sender.Traffic seen, double messages) {
        Map<Sender.Tls, Double> parts = new EnumMap<>(Sender.Tls.class);
        TLS.forEach((column, version) ->
                parts.put(version, Values.number(row.value(column)).orElse(0)));
        double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 0) {
            parts.forEach((version, part) -> seen.tls(version, messages * part / sum));
        }
    }

    private void date(Sender.Traffic seen) {
        String text = row.value(Column.DATE);
        if (!text.isEmpty()) {
            Values.date(text).ifPresentOrElse(seen::at, () -> undated++);
        }
    }

    private boolean signIn() {
        Optional<Client> client = Client.of(row.value(Column.CLIENT_APP));
        Optional<Sender> sender = client.isEmpty() ? Optional.empty() : sender();
        if (client.isEmpty() || sender.isEmpty()) {
            return false;
        }
        Sender.Traffic seen = sender.get().seen();
        long count = Math.round(Values.number(row.value(Column.MESSAGES)).orElse(1));
        if (wasLetIn()) {
            seen.signedIn(client.get(), count);
            date(seen);
            seen.from(row.value(Column.IP_ADDRESS));
            seen.by(row.value(Column.USER_AGENT));
        } else {
            seen.failed(count);
        }
        return true;
    }

    private boolean wasLetIn() {
        String code = row.value(Column.ERROR_CODE);
        if (!code.isEmpty()) {
            return code.equals("0");
        }
        String outcome = Column.plain(row.value(Column.OUTCOME));
        return !outcome.startsWith("fail")
                && !outcome.startsWith("interrupt")
                && !outcome.startsWith("chyb")
                && !outcome.startsWith("neusp")
                && !outcome.startsWith("fehl");
    }

    private boolean mailbox() {
        Optional<Sender> sender = sender();
        sender.ifPresent(one ->
                one.smtp(
                        Values.truth(row.value(Column.SMTP_DISABLED))
                                .map(disabled -> disabled ? Switch.OFF : Switch.ON)
                                .orElse(Switch.AS_TENANT)));
        return sender.isPresent();
    }

    private boolean tenant() {
        Optional<Boolean> disabled = Values.truth(row.value(Column.SMTP_DISABLED));
        disabled.ifPresent(evidence::tenantDisabled);
        return disabled.isPresent();
    }

    private boolean traced() {
        String recipients = row.value(Column.RECIPIENT);
        Optional<Sender> sender =
                recipients.isEmpty() || inside.isEmpty() ? Optional.empty() : sender();
        if (sender.isEmpty()) {
            return false;
        }
        Sender.Traffic seen = sender.get().seen();
        BETWEEN_ADDRESSES
                .splitAsStream(recipients)
                .forEach(recipient -> seen.wroteTo(inside.has(recipient)));
        return true;
    }

    private boolean device() {
        return evidence.visited(
                new Audit.Visitor(
                        row.value(Column.ACCOUNT),
                        row.value(Column.SENDERS).lines().toList(),
                        row.value(Column.PLACE),
                        Math.round(Values.number(row.value(Column.VISITS)).orElse(1))));
    }

    private FileReport report(String name, Sheet sheet) {
        if (undated > 0) {
            remarks.add(undated + " dates were not understood and left out");
        }
        if (row.kind() == Kind.SMTP_CLIENTS && !row.has(Column.AUTHENTICATION)) {
            remarks.add(
                    "it has no column for the authentication (the report got one in October 2024), so"
                            + " passwords and OAuth cannot be told apart; Entra's sign-in log can tell");
        } else if (unauthenticated > 0) {
            remarks.add(unauthenticated + " rows name neither a password nor OAuth");
        }
        if (row.kind() == Kind.TRACE && inside.isEmpty()) {
            remarks.add(
                    "nothing says which domains are internal: name them by --internal-domains, or in"
                            + " the settings under relay.internal-domains");
        }
        return new FileReport(name, row.kind(), sheet.form(), rows, left, row.report(), remarks);
    }
}
