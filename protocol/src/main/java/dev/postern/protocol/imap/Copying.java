package dev.postern.protocol.imap;

import java.util.Optional;

/// Gathers where messages went: COPY says so when it is completed, MOVE before (RFC 6851 §4.3).
final class Copying implements Reply<Answer<Optional<CopyUid>>> {

    private Optional<CopyUid> where = Optional.empty();

    @Override
    public void take(Response.Untagged response) {
        if (response instanceof Response.Condition condition) {
            take(condition.code());
        }
    }

    private void take(Optional<ResponseCode> code) {
        code.filter(c -> c.is("COPYUID"))
                .flatMap(c -> CopyUid.parse(c.argument()))
                .ifPresent(copied -> where = Optional.of(copied));
    }

    @Override
    public Answer<Optional<CopyUid>> finish(Completion completion) {
        if (completion instanceof Completion.Ok(var code, var _)) {
            take(code);
        }
        return Answer.of(completion, () -> where);
    }
}
