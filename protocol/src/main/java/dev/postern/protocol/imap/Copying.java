package dev.postern.protocol.imap;

import java.util.Optional;

/// Gathers where messages went: COPY says so when it is completed, MOVE before (RFC 6851 §4.3).
final class Copying implements Reply<Answer<Optional<CopyUid>>> {

    private final UidSet asked;
    private final boolean moving;
    private Optional<CopyUid> where = Optional.empty();

    Copying(UidSet asked, boolean moving) {
        this.asked = asked;
        this.moving = moving;
    }

    @Override
    public boolean take(Response.Untagged response) {
        return moving && response instanceof Response.Condition condition && take(condition.code());
    }

    private boolean take(Optional<ResponseCode> code) {
        Optional<CopyUid> copied =
                code.filter(c -> c.is("COPYUID"))
                        .flatMap(c -> CopyUid.parse(c.argument()))
                        .filter(c -> c.targets().keySet().stream().allMatch(asked::contains));
        if (copied.isPresent()) {
            where = copied;
        }
        return copied.isPresent();
    }

    @Override
    public Answer<Optional<CopyUid>> finish(Completion completion) {
        if (completion instanceof Completion.Ok(var code, var _)) {
            boolean _ = take(code);
        }
        return Answer.of(completion, () -> where);
    }
}
