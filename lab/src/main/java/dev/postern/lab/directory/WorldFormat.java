package dev.postern.lab.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A world as a tree of names and values, and back.
///
/// What is not written is filled in from `defaults.yaml` before the records are made, so that these
/// need no idea of something missing. Immutable; any thread may use it.
public final class WorldFormat {

    private static final String DERIVED = "derived";

    private final ObjectNode defaults = (ObjectNode) resource("defaults.yaml").root();
    private final Binding binding = new Binding();

    /// The tenant that a lab has when nobody wrote another: see `demo.yaml` beside this class.
    public World demo() {
        try {
            return read(resource("demo.yaml"));
        } catch (WorldException e) {
            throw new IllegalStateException(
                    "the lab's own demo.yaml is wrong: " + e.getMessage(), e);
        }
    }

    /// Reads a world; the errors name the lines of what was written.
    public World read(Tree tree) throws WorldException {
        return read(tree, JsonPointer.empty());
    }

    /// Reads the world that stands at this place within something larger.
    public World read(Tree tree, JsonPointer at) throws WorldException {
        List<Tree.PathProblem> problems = new ArrayList<>();
        JsonNode world = tree.root().at(at).deepCopy();
        if (!world.isObject()) {
            throw tree.located(
                    List.of(new Tree.PathProblem(at, "a world has keys here: tokens, tenants")));
        }
        complete(world, at, problems);
        if (problems.isEmpty()) {
            try {
                return binding.read(world, at, World.class);
            } catch (Binding.UnboundException e) {
                problems.add(e.problem());
            }
        }
        throw tree.located(problems);
    }

    /// Writes a world out in full.
    public ObjectNode write(World world) {
        return binding.write(world);
    }

    private void complete(JsonNode world, JsonPointer at, List<Tree.PathProblem> problems) {
        fill(world, "world", at, problems);
        each(
                world,
                at,
                "tenants",
                (tenant, tenantAt) -> {
                    fill(tenant, "tenant", tenantAt, problems);
                    each(
                            tenant,
                            tenantAt,
                            "apps",
                            (app, appAt) -> {
                                fill(app, "app", appAt, problems);
                                each(
                                        app.path("credentials"),
                                        appAt.appendProperty("credentials"),
                                        "secrets",
                                        (secret, secretAt) -> {
                                            fill(secret, "secret", secretAt, problems);
                                            derive(secret, "id", secretAt.toString());
                                        });
                                String client = app.path("client-id").asString("");
                                derive(app, "object-id", "app registration of " + client);
                                derive(
                                        app.path("enterprise-app"),
                                        "object-id",
                                        "service principal of " + client);
                            });
                    completeExchange(tenant, tenantAt, problems);
                    completeAcs(tenant, tenantAt, problems);
                });
    }

    private void completeExchange(
            JsonNode tenant, JsonPointer tenantAt, List<Tree.PathProblem> problems) {
        JsonNode exchange = tenant.path("exchange");
        JsonPointer at = tenantAt.appendProperty("exchange");
        fill(exchange, "exchange", at, problems);
        each(
                exchange,
                at,
                "mailboxes",
                (mailbox, mailboxAt) -> fill(mailbox, "mailbox", mailboxAt, problems));
        each(
                exchange,
                at,
                "hve-accounts",
                (account, accountAt) -> fill(account, "hve-account", accountAt, problems));
    }

    private void completeAcs(JsonNode tenant, JsonPointer at, List<Tree.PathProblem> problems) {
        each(
                tenant,
                at,
                "acs",
                (acs, acsAt) -> {
                    fill(acs, "acs", acsAt, problems);
                    each(
                            acs,
                            acsAt,
                            "domains",
                            (domain, domainAt) -> fill(domain, "acs-domain", domainAt, problems));
                    each(
                            acs,
                            acsAt,
                            "smtp-usernames",
                            (username, usernameAt) ->
                                    fill(username, "smtp-username", usernameAt, problems));
                });
    }

    private interface Visit {
        void visit(JsonNode node, JsonPointer at);
    }

    /// Visits the values of a map; one that was written as nothing becomes one with nothing but
    /// defaults.
    private static void each(JsonNode parent, JsonPointer at, String key, Visit visit) {
        JsonPointer mapAt = at.appendProperty(key);
        if (parent.path(key) instanceof ObjectNode map) {
            for (String name : List.copyOf(map.propertyNames())) {
                if (map.path(name).isNull()) {
                    map.putObject(name);
                }
                visit.visit(map.path(name), mapAt.appendProperty(name));
            }
        }
    }

    private void fill(
            JsonNode given, String kind, JsonPointer at, List<Tree.PathProblem> problems) {
        Defaults.fill(given, defaults.path(kind), at, problems);
    }

    /// Ids that nobody chose are the same in every run.
    private static void derive(JsonNode given, String key, String from) {
        if (given instanceof ObjectNode object && DERIVED.equals(object.path(key).asString(""))) {
            object.put(
                    key, UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8)).toString());
        }
    }

    private static Tree resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(WorldFormat.class.getResourceAsStream(name), name)) {
            return Tree.read(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | WorldException e) {
            throw new IllegalStateException(
                    "the lab's own " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
