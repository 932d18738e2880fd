package dev.postern.advice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What is known of one kind of refusal.
///
/// @param code which kind of trouble it is: `D5`
/// @param services whose words these are
/// @param meaning one sentence
/// @param passes whether it passes by itself
/// @param cases at least one, likeliest first if nothing else is known
record Entry(
        Trouble code,
        Set<Service> services,
        Sign sign,
        String meaning,
        boolean passes,
        List<Case> cases,
        List<String> references) {

    Entry {
        services = Set.copyOf(services);
        cases = List.copyOf(cases);
        references = List.copyOf(references);
    }

    boolean matches(Service service, Said said) {
        return services.contains(service) && sign.in(said);
    }

    Finding weigh(Evidence evidence) {
        Names names = evidence.filledNames();
        List<Case> proved = with(evidence, Doubt.Weight.PROVED);
        if (!proved.isEmpty()) {
            // A token for another resource lacks the role as well; the first is the reason.
            Case first = Collections.min(proved, Comparator.comparing(Case::doubt));
            return finding(first.doubt().code().orElse(kind(first)), true, List.of(first), names);
        }
        List<Case> left = new ArrayList<>(cases);
        left.removeIf(one -> one.doubt().weigh(evidence) == Doubt.Weight.RULED_OUT);
        if (left.isEmpty()) {
            // Everything speaks against it, and still it was said: the evidence is not enough.
            left.addAll(cases);
        }
        left.sort(Comparator.comparing(one -> one.doubt().weigh(evidence)));
        return finding(kind(left.getFirst()), left.size() == 1, left, names);
    }

    private Trouble kind(Case one) {
        return one.trouble().orElse(code);
    }

    private List<Case> with(Evidence evidence, Doubt.Weight weight) {
        return cases.stream().filter(one -> one.doubt().weigh(evidence) == weight).toList();
    }

    private Finding finding(Trouble which, boolean certain, List<Case> those, Names names) {
        return new Finding(
                which.name(),
                Step.say(meaning).fill(names).prose(),
                certain,
                passes,
                those.stream().map(one -> one.fill(names)).toList(),
                references);
    }
}
