package dev.postern.lab.graph;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lets in only so many requests for a mailbox at a time. Any thread may call.
public final class GraphDoor implements Handler {

    /// How many requests of an application for one mailbox are answered at a time.
    public static final int AT_ONCE = 4;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Handler inside;
    private final GraphEndpoint graph;
    private final Guard guard = new Guard();
    private final Map<String, Integer> busy = new HashMap<>();
    private int most;

    /// @param inside what is done with a request that is let in
    public GraphDoor(Handler inside, GraphEndpoint graph) {
        this.inside = inside;
        this.graph = graph;
    }

    /// The most requests for one mailbox that ever came at a time, refused ones among them.
    public int most() {
        return guard.step(() -> most);
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        String mailbox = mailbox(request);
        try {
            if (entered(mailbox) > AT_ONCE) {
                return graph.refused(request, GraphEndpoint.overConcurrency())
                        .with("Retry-After", Long.toString(SOON.toSeconds()));
            }
            return inside.answer(request);
        } finally {
            guard.step(() -> busy.merge(mailbox, -1, Integer::sum));
        }
    }

    private int entered(String mailbox) {
        return guard.step(() -> {
            int now = busy.merge(mailbox, 1, Integer::sum);
            most = Math.max(most, now);
            return now;
        });
    }

    private static String mailbox(Request request) {
        List<String> path = request.path();
        return path.size() > 2 ? path.get(2).toLowerCase(Locale.ROOT) : "";
    }
}
