package dev.postern.protocol.imap;

import java.util.function.BiFunction;

/// Gathers responses of one kind.
///
/// @param <R> the kind of response
/// @param <T> what they come to together
final class Gathering<R extends Response.Untagged, T> implements Reply<Answer<T>> {

    private final Class<R> kind;
    private final BiFunction<T, R, T> step;
    private T gathered;

    Gathering(Class<R> kind, T none, BiFunction<T, R, T> step) {
        this.kind = kind;
        this.gathered = none;
        this.step = step;
    }

    @Override
    public boolean take(Response.Untagged response) {
        if (!kind.isInstance(response)) {
            return false;
        }
        gathered = step.apply(gathered, kind.cast(response));
        return true;
    }

    @Override
    public Answer<T> finish(Completion completion) {
        return Answer.of(completion, () -> gathered);
    }
}
