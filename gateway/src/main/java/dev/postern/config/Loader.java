package dev.postern.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Loads one file once. Confined to the thread that loads.
final class Loader {

    private static final int SIZE_MAX = 1 << 20;
    private static final Shape.Fields SHAPE = Shapes.of(Settings.class);

    private final Path file;
    private final Map<String, String> environment;
    private final Problems problems = new Problems();

    Loader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    Configuration load() {
        Optional<Source> source = read().flatMap(this::decode);
        if (source.isEmpty()) {
            return invalid(Source.of(file, ""), new TextVeil(Set.of()));
        }
        Optional<Node> root = Document.compose(source.get(), problems);
        if (root.isEmpty()) {
            if (problems.none()) {
                problems.error(Spot.WHOLE, "", "the file is empty", Wording.of(SHAPE), "");
            }
            return invalid(source.get(), new TextVeil(SHAPE.plainKeys()));
        }
        return bind(source.get(), root.get());
    }

    Optional<Whereabouts> whereabouts() {
        Optional<Node> root =
                read().flatMap(this::decode).flatMap(source -> Document.compose(source, problems));
        if (!(root.orElse(null) instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        var bound = new Bound(problems);
        Map<String, Object> sections =
                sections(mapping, new TreeVeil(mapping, SHAPE.allKeys()), bound);
        Optional<Path> socket =
                sections.get("control") instanceof Settings.Control(Optional<Path> named)
                        ? named
                        : Optional.empty();
        return sections.get("data") instanceof Path data
                ? Optional.of(new Whereabouts(data, socket))
                : Optional.empty();
    }

    private Configuration bind(Source source, Node root) {
        var veil = new TreeVeil(root, SHAPE.allKeys());
        if (!(root instanceof MappingNode mapping)) {
            problems.error(Spot.of(root), "", Wording.found(root), Wording.of(SHAPE), "");
            return invalid(source, veil);
        }
        var bound = new Bound(problems);
        Map<String, Object> sections = sections(mapping, veil, bound);
        new Checks(sections, bound).run();
        if (!problems.none()) {
            return invalid(source, veil);
        }
        var settings = (Settings) Shapes.construct(SHAPE, List.copyOf(sections.values()));
        return new Configuration.Valid(settings, problems.warnings(source, veil));
    }

    private Map<String, Object> sections(MappingNode mapping, TreeVeil veil, Bound bound) {
        var words = new Words(environment, folder(), veil, bound);
        return new Binder(words, problems, veil, bound).components(SHAPE, mapping, "");
    }

    private Path folder() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private Configuration invalid(Source source, Veil veil) {
        return new Configuration.Invalid(
                problems.errors(source, veil), problems.warnings(source, veil), problems.left());
    }

    private Optional<byte[]> read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SIZE_MAX + 1);
            if (bytes.length <= SIZE_MAX) {
                return Optional.of(bytes);
            }
            cannotRead("the file is larger than 1 MiB");
        } catch (NoSuchFileException _) {
            cannotRead("there is no such file");
        } catch (AccessDeniedException _) {
            cannotRead("the file may not be read by this user");
        } catch (IOException e) {
            cannotRead(
                    Files.isDirectory(file)
                            ? "it is a folder"
                            : "the file cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void cannotRead(String text) {
        problems.error(Spot.WHOLE, "", text, "a YAML file of at most 1 MiB", "");
    }

    private Optional<Source> decode(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            notUtf8(Spot.WHOLE, "the file is in UTF-16");
            return Optional.empty();
        }
        int mark = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            List<String> lines = Source.of(file, text).lines();
            String last = lines.getLast();
            notUtf8(
                    new Spot(lines.size() - 1, last.codePointCount(0, last.length())),
                    "a byte that is not UTF-8 (0x%02X)".formatted(bytes[in.position()]));
            return Optional.empty();
        }
        return Optional.of(Source.of(file, text));
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        for (int i = 0; i < head.length; i++) {
            if (bytes.length <= i || Byte.toUnsignedInt(bytes[i]) != head[i]) {
                return false;
            }
        }
        return true;
    }

    private void notUtf8(Spot spot, String text) {
        problems.error(spot, "", text, "a file in UTF-8", "save it as UTF-8 in your editor");
    }
}
