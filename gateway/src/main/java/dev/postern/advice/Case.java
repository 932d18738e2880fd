package dev.postern.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One possible cause of a refusal before names are filled in.
///
/// @param cause one sentence
/// @param trouble which kind it is, if it is another than that of the entry it stands in
/// @param decides steps that tell whether it is the one
/// @param mends steps to take if it is
record Case(
        String cause,
        Doubt doubt,
        Optional<Trouble> trouble,
        List<Step> decides,
        List<Step> mends) {

    private static final Step WHICH_OBJECT_ID =
            Step.az(
                    "OBJECT_ID is that of the enterprise application, not of the app registration.",
                    "az ad sp show --id {client} --query id -o tsv");

    Case {
        decides = List.copyOf(decides);
        mends = List.copyOf(mends);
    }

    /// A cause that is mended in one way.
    static Case of(String cause, Step... mends) {
        return new Case(cause, Doubt.OPEN, Optional.empty(), List.of(), List.of(mends));
    }

    Case about(Doubt other) {
        return new Case(cause, other, trouble, decides, mends);
    }

    /// As another kind of trouble than the entry's, if it is the likeliest.
    Case as(Trouble other) {
        return new Case(cause, doubt, Optional.of(other), decides, mends);
    }

    Case decidedBy(Step... steps) {
        return new Case(cause, doubt, trouble, List.of(steps), mends);
    }

    Suspect fill(Names names) {
        return new Suspect(
                Step.say(cause).fill(names).prose(),
                decides.stream().map(step -> step.fill(names)).toList(),
                mends(names));
    }

    private List<Remedy> mends(Names names) {
        List<Remedy> filled = new ArrayList<>();
        mends.forEach(step -> filled.add(step.fill(names)));
        if (names.objectId().isEmpty() && mends.stream().anyMatch(Step::wantsObjectId)) {
            filled.add(WHICH_OBJECT_ID.fill(names));
        }
        return filled;
    }
}
