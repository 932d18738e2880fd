package dev.postern.crash;

import dev.postern.lab.mail.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What of a load came to the other end, whichever way and in whatever form. A value.
///
/// @param byNumber the digests of the bodies of each message, one for each time a recipient got it:
///   the most that any recipient got
/// @param others what is not of the load: reports to senders
record Arrivals(Map<Integer, List<String>> byNumber, List<String> others) {

    private static final Pattern NUMBER = Pattern.compile("(?im)^Subject: load (\\d+)\\s*$");
    private static final Pattern ENCODED =
            Pattern.compile("(?im)^Content-Transfer-Encoding: base64\\s*$");

    /// A copy of a message for some recipients.
    private record Copy(List<String> recipients, String digest) {}

    static Arrivals in(List<Outbox.Accepted> outbox) throws IOException {
        Map<Integer, List<Copy>> copies = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (Outbox.Accepted one : outbox) {
            String text = text(one);
            int end = text.indexOf("\r\n\r\n");
            String header = text.substring(0, end);
            Matcher number = NUMBER.matcher(header);
            if (number.find()) {
                copies.computeIfAbsent(Integer.valueOf(number.group(1)), _ -> new ArrayList<>())
                        .add(
                                new Copy(
                                        one.envelope().addresses(),
                                        digest(header, text.substring(end + 4))));
            } else {
                others.add(header);
            }
        }
        Map<Integer, List<String>> byNumber = new TreeMap<>();
        copies.forEach((number, all) -> byNumber.put(number, most(all)));
        return new Arrivals(byNumber, others);
    }

    private static List<String> most(List<Copy> copies) {
        Map<String, List<String>> byRecipient = new TreeMap<>();
        for (Copy copy : copies) {
            for (String recipient : copy.recipients()) {
                byRecipient.computeIfAbsent(recipient, _ -> new ArrayList<>()).add(copy.digest());
            }
        }
        // Both of a message's recipients have to have it: one who has nothing shows it as lost.
        return byRecipient.size() < 2
                ? List.of()
                : byRecipient.values().stream()
                        .max((one, other) -> Integer.compare(one.size(), other.size()))
                        .orElseThrow();
    }

    private static String text(Outbox.Accepted one) throws IOException {
        try (InputStream in = one.content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String digest(String header, String body) {
        String plain =
                ENCODED.matcher(header).find()
                        ? new String(
                                Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1)
                        : body;
        return Letters.digest(plain.strip().getBytes(StandardCharsets.ISO_8859_1));
    }
}
