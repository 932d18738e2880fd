package dev.postern.advice;

import dev.postern.advice.Explanation.Reading;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a text of any origin: a reply, a line of a log, a body, several lines of them.
///
/// Where several servers might have said it, those readings count that recognise the most of it.
final class Explainer {

    private static final int LINES_MAX = 1_000;
    private static final int READINGS_MAX = 20;

    /// Who is likelier to have said something that several might have said.
    private static final List<Service> BY_LIKELIHOOD =
            List.of(
                    Service.ENTRA,
                    Service.SMTP,
                    Service.IMAP,
                    Service.POP3,
                    Service.GRAPH,
                    Service.HVE,
                    Service.ACS_SMTP,
                    Service.ACS,
                    Service.OTHER);

    private Explainer() {}

    static Explanation explain(String text, Service service, Names names) {
        Service speaker =
                service == Service.ANY ? Said.of(text).speaker().orElse(Service.ANY) : service;
        Set<Reading> readings = new LinkedHashSet<>();
        text.lines()
                .limit(LINES_MAX)
                .filter(line -> !line.isBlank())
                .forEach(line -> readings.addAll(readings(line, speaker, names)));
        if (readings.isEmpty()) {
            readings.addAll(readings(text, speaker, names));
        }
        return new Explanation(
                readings.stream().limit(READINGS_MAX).toList(), Facts.in(text, readings.isEmpty()));
    }

    private static List<Reading> readings(String words, Service speaker, Names names) {
        Optional<Entry> entra = Advice.entra(words);
        if (entra.isPresent()) {
            return List.of(reading(Service.ENTRA, entra.get(), words, names));
        }
        Said said = Said.of(words);
        Map<Entry, Service> found = new LinkedHashMap<>();
        for (Service service : speakers(speaker, said)) {
            Advice.entry(service, said).ifPresent(entry -> found.putIfAbsent(entry, service));
        }
        int best =
                found.keySet().stream()
                        .mapToInt(entry -> entry.sign().clarity(said))
                        .max()
                        .orElse(0);
        return found.entrySet().stream()
                .filter(entry -> entry.getKey().sign().clarity(said) == best)
                .map(entry -> reading(entry.getValue(), entry.getKey(), words, names))
                .toList();
    }

    private static List<Service> speakers(Service speaker, Said said) {
        Service one = speaker == Service.ANY ? said.speaker().orElse(Service.ANY) : speaker;
        return one == Service.ANY ? BY_LIKELIHOOD : List.of(one);
    }

    private static Reading reading(Service service, Entry entry, String words, Names names) {
        return new Reading(service, entry.weigh(Evidence.of(Stage.ANY, service, words, names)));
    }

    /// The likeliest entry for words of which nobody knows who said them.
    static Optional<Entry> likeliest(Said said) {
        return speakers(Service.ANY, said).stream()
                .flatMap(service -> Advice.entry(service, said).stream())
                .max(Comparator.comparingInt(entry -> entry.sign().clarity(said)));
    }
}
