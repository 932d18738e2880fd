package dev.postern.lab.control;

import dev.postern.lab.LabClock;
import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The lab's time: GET, PUT `{shift: 5m}` against the real one, POST `{advance: 1h}` from where it
/// is.
public final class ClockPart implements Part {

    private final Binding binding = new Binding();
    private final LabClock clock;

    public ClockPart(LabClock clock) {
        this.clock = clock;
    }

    private record Now(Instant now, Duration shift) {}

    private record Shift(Duration shift) {}

    private record Advance(Duration advance) {}

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        switch (request.method()) {
            case "GET" -> {}
            case "PUT" ->
                    clock.shiftTo(
                            binding.read(Tree.read("clock", request.text()), Shift.class).shift());
            case "POST" ->
                    clock.advance(
                            binding.read(Tree.read("clock", request.text()), Advance.class)
                                    .advance());
            default -> {
                return Replies.notAllowed("GET, PUT, POST");
            }
        }
        return Replies.ok(new Now(clock.instant(), clock.shift()));
    }
}
