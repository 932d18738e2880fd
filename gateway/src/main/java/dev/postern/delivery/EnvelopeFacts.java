package dev.postern.delivery;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.Origin;
import dev.postern.queue.Submitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an application is told of a message that was handed in, and of its envelope: names and
/// values for a request's header or a program's environment.
public final class EnvelopeFacts {

    /// More recipients than that are counted, and named in the JSON forms only.
    private static final int NAMED_MAX = 20;

    private EnvelopeFacts() {}

    /// The facts by their names, which are words joined by hyphens: `Envelope-From`. None of a
    /// collected message.
    public static Map<String, String> of(Parcel parcel) {
        Map<String, String> facts = new LinkedHashMap<>();
        switch (parcel.message().origin()) {
            case Origin.Collected _ -> {}
            case Origin.Submitted(var envelope, Submitter by) -> {
                facts.put("Envelope-From", envelope.sender().map(AddrSpec::toString).orElse(""));
                recipients(facts, parcel);
                facts.put("Account", by.account());
                facts.put("Peer", by.address());
                facts.put("Hello", by.hello());
                facts.put("Protocol", by.protocol());
            }
            case Origin.Report(_, _, var notice) -> {
                facts.put("Envelope-From", "");
                recipients(facts, parcel);
                facts.put("Report", notice.name().toLowerCase(Locale.ROOT));
            }
        }
        return facts;
    }

    /// The recipients of this hand-over.
    public static List<String> recipients(Parcel parcel) {
        return parcel.addressees().stream()
                .map(one -> one.recipient().address().toString())
                .toList();
    }

    private static void recipients(Map<String, String> facts, Parcel parcel) {
        List<String> all = recipients(parcel);
        List<String> named = all.subList(0, Math.min(all.size(), NAMED_MAX));
        facts.put("Envelope-To", String.join(", ", named));
        facts.put("Recipients", Integer.toString(all.size()));
    }
}
