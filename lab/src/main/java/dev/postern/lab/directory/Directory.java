package dev.postern.lab.directory;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The world as it is now, and the only place where it changes.
///
/// Readers take a snapshot with [#world] and may keep it as long as they like; a change replaces
/// the whole at once. Any thread may read and change. Places in it are paths such as
/// `/tenants/example/exchange/mailboxes/razr@example.cz`.
public final class Directory {

    private final WorldFormat format;
    private final AtomicReference<World> world;
    private final ReentrantLock changing = new ReentrantLock();

    public Directory(WorldFormat format, World first) {
        this.format = format;
        this.world = new AtomicReference<>(first);
    }

    /// The world at this moment.
    public World world() {
        return world.get();
    }

    /// What stands at a place, written out in full; a missing node if nothing does.
    ///
    /// @throws IllegalArgumentException if the path is none
    public JsonNode read(String path) {
        return format.write(world()).at(JsonPointer.compile(path));
    }

    /// Puts this there, whatever was there before.
    ///
    /// @param yaml YAML or JSON
    public void put(String path, String yaml) throws WorldException {
        JsonNode given = Tree.read(path, yaml).root();
        change(path, _ -> given);
    }

    /// Changes only what is written, and sets back to its default, or removes, what is written as
    /// null (RFC 7396).
    ///
    /// @param yaml YAML or JSON, for instance `{imap: false}`
    public void patch(String path, String yaml) throws WorldException {
        JsonNode given = Tree.read(path, yaml).root();
        change(path, old -> merged(old, given));
    }

    /// Removes what is there, or sets it back to its default.
    public void remove(String path) throws WorldException {
        change(path, _ -> JsonNodeFactory.instance.missingNode());
    }

    private interface Change {
        JsonNode to(JsonNode old);
    }

    private void change(String path, Change change) throws WorldException {
        JsonPointer place = JsonPointer.compile(path);
        changing.lock();
        try {
            JsonNode next = replaced(format.write(world()), place, change);
            world.set(format.read(Tree.of(path, next)));
        } finally {
            changing.unlock();
        }
    }

    private static JsonNode replaced(ObjectNode root, JsonPointer place, Change change)
            throws WorldException {
        if (place.length() == 0) {
            return change.to(root);
        }
        JsonPointer parentPlace = place.head();
        if (!(root.at(parentPlace) instanceof ObjectNode parent)) {
            throw new WorldException(
                    List.of(
                            new WorldException.Problem(
                                    place.toString(), "there is nothing at " + parentPlace)));
        }
        String key = place.last().getMatchingProperty();
        JsonNode next = change.to(parent.path(key));
        if (next.isMissingNode()) {
            parent.remove(key);
        } else {
            parent.set(key, next);
        }
        return root;
    }

    private static JsonNode merged(JsonNode old, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result =
                old instanceof ObjectNode object
                        ? object.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        changes.forEachEntry((key, value) -> {
            if (value.isNull()) {
                result.remove(key);
            } else {
                result.set(key, merged(result.path(key), value));
            }
        });
        return result;
    }
}
