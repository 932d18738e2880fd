package dev.postern.lab.control;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.entra.ForeignIssuer;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Tokens of the foreign issuer: POST `{subject: …}` and whatever else of [Order] differs from its
/// defaults.
public final class FederatedTokenPart implements Part {

    private static final String AUDIENCE = "api://AzureADTokenExchange";

    private final Binding binding = new Binding();
    private final ForeignIssuer issuer;

    public FederatedTokenPart(ForeignIssuer issuer) {
        this.issuer = issuer;
    }

    private record Order(String issuer, String subject, String audience, Duration lifetime) {}

    @Override
    public Answer.Response answer(Request request, List<String> rest) throws WorldException {
        if (!request.method().equals("POST")) {
            return Replies.notAllowed("POST");
        }
        Order usual =
                new Order(
                        issuer.name(),
                        "system:serviceaccount:mail:gateway",
                        AUDIENCE,
                        Duration.ofHours(1));
        String body = request.text().isBlank() ? "{}" : request.text();
        Order order = binding.read(Tree.read("token", body), usual, Order.class);
        String token =
                issuer.mint(order.issuer(), order.subject(), order.audience(), order.lifetime());
        return Replies.ok(Map.of("token", token));
    }
}
