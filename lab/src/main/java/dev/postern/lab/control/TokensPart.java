package dev.postern.lab.control;

import dev.postern.lab.entra.TokenCount;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.util.List;

/// How often tokens were asked for: GET, DELETE to count anew.
public final class TokensPart implements Part {

    private final TokenCount count;

    public TokensPart(TokenCount count) {
        this.count = count;
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        switch (request.method()) {
            case "GET" -> {}
            case "DELETE" -> count.clear();
            default -> {
                return Replies.notAllowed("GET, DELETE");
            }
        }
        return Replies.ok(count.counted());
    }
}
