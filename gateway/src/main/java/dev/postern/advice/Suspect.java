package dev.postern.advice;

import java.util.List;

/// One possible cause of a refusal.
///
/// @param cause in one sentence
/// @param decides what tells whether it is the one; may be empty
/// @param mends what to do if it is; may be empty, if it passes by itself
public record Suspect(String cause, List<Remedy> decides, List<Remedy> mends) {

    public Suspect {
        decides = List.copyOf(decides);
        mends = List.copyOf(mends);
    }
}
