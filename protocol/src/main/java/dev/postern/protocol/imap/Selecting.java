package dev.postern.protocol.imap;

import dev.postern.protocol.wire.ProtocolException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Gathers what SELECT and EXAMINE tell about a mailbox.
final class Selecting implements Reply<Answer<Mailbox>> {

    private final String peer;
    private final String name;
    private final boolean examine;
    private long exists;
    private long uidValidity;
    private long uidNext;
    private Set<String> permanentFlags = Set.of();

    Selecting(String peer, String name, boolean examine) {
        this.peer = peer;
        this.name = name;
        this.examine = examine;
    }

    @Override
    public boolean take(Response.Untagged response) {
        if (response instanceof Response.Exists(long messages)) {
            exists = messages;
            return true;
        }
        return response instanceof Response.Condition condition
                && condition.code().filter(this::take).isPresent();
    }

    private boolean take(ResponseCode code) {
        switch (code.name()) {
            case "UIDVALIDITY" -> number(code, value -> uidValidity = value);
            case "UIDNEXT" -> number(code, value -> uidNext = value);
            case "PERMANENTFLAGS" ->
                    permanentFlags =
                            Arrays.stream(code.argument().split("[() ]", -1))
                                    .filter(flag -> !flag.isEmpty())
                                    .collect(Collectors.toSet());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void number(ResponseCode code, LongConsumer field) {
        try {
            field.accept(Long.parseLong(code.argument()));
        } catch (NumberFormatException _) {
            // As if it had not been sent, which finish() deals with.
        }
    }

    @Override
    public Answer<Mailbox> finish(Completion completion) throws IOException {
        return switch (completion) {
            case Completion.Failure failure -> new Answer.Denied<>(failure);
            case Completion.Ok(var code, var _) -> {
                if (uidValidity < 1 || uidValidity > UidSet.UID_MAX) {
                    throw new ProtocolException(
                            "%s opened %s without a UIDVALIDITY, so no message in it has a name"
                                    .formatted(peer, name),
                            "");
                }
                boolean readOnly = examine || code.filter(c -> c.is("READ-ONLY")).isPresent();
                yield new Answer.Given<>(
                        new Mailbox(name, exists, uidValidity, uidNext, readOnly, permanentFlags));
            }
        };
    }
}
