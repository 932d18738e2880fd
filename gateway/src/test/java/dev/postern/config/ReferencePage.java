package dev.postern.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes `docs/reference/settings.md` from the shapes.
final class ReferencePage {

    private static final String HEAD =
            """
            # Settings

            *Made from the source by `./check --docs`; change it there.*

            Postern reads one YAML file: the one named by `-c FILE`, or else `postern.yaml` in the working folder, or else
            `/etc/postern/postern.yaml`. `postern config check` shows all mistakes in it at once, each with its place and its remedy.
            A key that is not listed here is a mistake. Editors complete and check the file by
            [`postern.schema.json`](postern.schema.json); with this as its first line they find it:

            ```yaml
            # yaml-language-server: $schema=/usr/share/doc/postern/postern.schema.json
            ```

            ## A complete example

            ```yaml
            EXAMPLE```

            ## How values are written

            | value | written | |
            |---|---|---|
            | duration | `30s`, `5m`, `1h30m`, `7d` | always with its unit |
            | size | `64KiB`, `150MiB`, `10MB` | always with its unit; `KiB` is 1024 bytes, `KB` is 1000 |
            | host and port | `outlook.office365.com:993`, `[::1]:1993` | |
            | path | `/srv/mail`, `inbox` | relative to the folder of the configuration file |
            | switch | `true`, `false`, `on`, `off` | |
            | name of an entry | letters, digits, `_` and `-` | at most 64 |

            **By reference.** In any value, `${env:NAME}` stands for a variable of the environment and `${file:PATH}` for what is in
            a file, without the newline at its end; `$${` stands for `${` itself. Inside `{ }` and `[ ]` such a value needs quotes:
            `{secret: "${file:/run/secrets/szr}"}`. A file with a secret is read whenever the secret is used, so a new secret counts
            without a reload. A secret may stand in the file itself, but there is a warning. Secrets are never shown, neither in
            reports nor in the log.

            **Bounds.** A file has at most 1 MiB, 32 levels and 64 aliases. Merge keys (`<<`) are not understood.

            """;

    private final StringBuilder page = new StringBuilder();

    static String of(Shape.Fields settings, String example) {
        var page = new ReferencePage();
        page.page.append(HEAD.replace("EXAMPLE", example));
        page.heading("##", "The file");
        page.table("", settings);
        page.later(settings.later());
        for (Shape.Field field : settings.fields()) {
            page.section(field);
        }
        return page.page.toString();
    }

    private void section(Shape.Field field) {
        switch (field.shape()) {
            case Shape.Entries(Shape.Fields entry) -> {
                heading("##", "`" + field.key() + "`");
                text(field.says().value() + " Each entry has a name of your choice.");
                example(field.key() + ":\n  NAME:\n", "    ", entry);
                table(field.key() + ".NAME", entry);
                nested(field.key() + ".NAME", entry);
            }
            case Shape.Fields fields -> {
                heading("##", "`" + field.key() + "`");
                text(field.says().value());
                example(field.key() + ":\n", "  ", fields);
                table(field.key(), fields);
                nested(field.key(), fields);
            }
            case Shape.Items(Shape.Fields item, _) -> {
                heading("##", "`" + field.key() + "`");
                text(field.says().value() + " A list; each item has these keys.");
                StringBuilder lines = new StringBuilder();
                lines(lines, "    ", item);
                lines.replace(0, 4, "  - ");
                page.append("```yaml\n").append(field.key()).append(":\n");
                page.append(lines).append("```\n\n");
                table(field.key(), item);
                nested(field.key(), item);
            }
            case Shape.Word _,
                    Shape.Confidential _,
                    Shape.Choice _,
                    Shape.Items _,
                    Shape.Entries _,
                    Shape.Union _ -> {
                // Said in the table of the whole file.
            }
        }
    }

    /// Sections for what does not fit into a row.
    private void nested(String path, Shape.Fields fields) {
        for (Shape.Field field : fields.fields()) {
            String here = path + (field.says().inline() ? "" : "." + field.key());
            String title = "`" + here + "`";
            switch (field.shape()) {
                case Shape.Fields inner -> {
                    heading("###", title);
                    text(field.says().value());
                    table(path + "." + field.key(), inner);
                    nested(path + "." + field.key(), inner);
                }
                case Shape.Items(Shape.Fields item, _) -> {
                    heading("###", title);
                    text(field.says().value() + " A list; each item has these keys.");
                    table(path + "." + field.key(), item);
                    nested(path + "." + field.key(), item);
                }
                case Shape.Union union -> {
                    heading("###", title);
                    text(field.says().value() + " One of:");
                    union.variants().stream()
                            .filter(variant ->
                                    !(union.type() == Cloud.class
                                            && variant instanceof Shape.Variant.Named))
                            .forEach(variant -> variant(here, variant));
                    if (union.type() == Cloud.class) {
                        text(
                                "- Or the name of one of Microsoft's clouds, which stands for these addresses:");
                        clouds();
                    }
                    later(union.later());
                    union.variants().forEach(variant -> nested(here, variant));
                }
                case Shape.Word _,
                        Shape.Confidential _,
                        Shape.Choice _,
                        Shape.Items _,
                        Shape.Entries _ -> {
                    // Said in the row.
                }
            }
        }
    }

    /// Sections for what does not fit into a row of a variant's table.
    private void nested(String path, Shape.Variant variant) {
        switch (variant) {
            case Shape.Variant.Named _ -> {
                // A name has no keys.
            }
            case Shape.Variant.Flat flat -> nested(path, flat.fields());
            case Shape.Variant.Wrapped wrapped ->
                    nested(path + "." + wrapped.name(), wrapped.fields());
        }
    }

    /// A bullet, and a table if there is more than the bullet says.
    ///
    /// @param path of what there are variants of
    private void variant(String path, Shape.Variant variant) {
        switch (variant) {
            case Shape.Variant.Named named -> bullet("`" + named.name() + "`", named.says());
            case Shape.Variant.Flat flat -> {
                bullet("`{" + flat.name() + ": …}`", flat.says());
                table(path, flat.fields());
            }
            case Shape.Variant.Wrapped wrapped -> {
                Shape.Field first = wrapped.fields().fields().getFirst();
                String brief = "`" + wrapped.name() + ": " + first.says().example() + "`";
                if (wrapped.fields().fields().size() == 1) {
                    bullet(brief, wrapped.says());
                } else if (Way.class.isAssignableFrom(wrapped.fields().type())) {
                    bullet("`" + wrapped.name() + ": {…}`", wrapped.says());
                    table(path + "." + wrapped.name(), wrapped.fields());
                } else {
                    bullet(
                            "`"
                                    + wrapped.name()
                                    + ": {…}`, or just "
                                    + brief
                                    + " for its `"
                                    + first.key()
                                    + "`",
                            wrapped.says());
                    table(path + "." + wrapped.name(), wrapped.fields());
                }
            }
        }
    }

    private void bullet(String written, String says) {
        text("- " + written + ": " + says);
    }

    private void clouds() {
        page.append(
                "| cloud | `authority` | `imap` | `pop3` | `smtp` | `scope` |\n|---|---|---|---|---|---|\n");
        for (Cloud.Named cloud : Cloud.Named.values()) {
            page.append(
                    "| `%s` | `%s` | `%s` | `%s` | `%s` | `%s` |\n"
                            .formatted(
                                    Shapes.kebab(cloud.name()),
                                    cloud.authority(),
                                    cloud.imap(),
                                    cloud.pop3(),
                                    cloud.smtp(),
                                    cloud.scope()));
        }
        page.append('\n');
    }

    private void later(List<String> keys) {
        if (!keys.isEmpty()) {
            text(
                    "Not available in this version, and refused by name: "
                            + keys.stream()
                                    .map(key -> "`" + key + "`")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    /// @param path of the record, for links to its keys' own sections
    private void table(String path, Shape.Fields fields) {
        page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (Shape.Field field : fields.fields()) {
            if (field.says().inline() && field.shape() instanceof Shape.Union union) {
                union.mappings()
                        .forEach(variant ->
                                row(
                                        variant.name(),
                                        link(path),
                                        "one of these is required",
                                        variant.says()));
            } else {
                row(field.key(), value(path, field), otherwise(field), field.says().value());
            }
        }
        page.append('\n');
    }

    private void row(String key, String value, String otherwise, String meaning) {
        page.append("| `%s` | %s | %s | %s |\n".formatted(key, value, otherwise, meaning));
    }

    private static String link(String path) {
        return "[see below](#" + path.toLowerCase(Locale.ROOT).replace(".", "") + ")";
    }

    private static String value(String path, Shape.Field field) {
        Setting says = field.says();
        String value =
                switch (field.shape()) {
                    case Shape.Fields _,
                            Shape.Union _,
                            Shape.Entries(Shape.Fields _),
                            Shape.Items(Shape.Fields _, _) ->
                            link(path + "." + field.key());
                    case Shape.Word _,
                            Shape.Confidential _,
                            Shape.Choice _,
                            Shape.Items _,
                            Shape.Entries _ ->
                            value(field.shape(), says);
                };
        if (!says.min().isEmpty() && !says.max().isEmpty()) {
            return value + ", " + says.min() + " to " + says.max();
        }
        return says.min().isEmpty() ? value : value + ", " + says.min() + " or more";
    }

    private static String value(Shape shape, Setting says) {
        return switch (shape) {
            case Shape.Word(Scalars.Scalar kind) ->
                    says.refersTo().isEmpty()
                            ? kind.name().replaceFirst("^an? ", "")
                            : "name of one of the `" + says.refersTo() + "`";
            case Shape.Confidential _ -> "secret";
            case Shape.Choice choice ->
                    choice.names().stream()
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(", "));
            case Shape.Items(Shape item, boolean one) ->
                    (one ? "one or a list: " : "list: ") + value(item, says);
            case Shape.Entries(Shape entry) ->
                    entry instanceof Shape.Fields
                            ? "entries by name"
                            : "pairs: " + value(entry, says);
            case Shape.Fields _, Shape.Union _ -> "see below";
        };
    }

    private static String otherwise(Shape.Field field) {
        return switch (field.presence()) {
            case Shape.Presence.Required _ -> "**required**";
            case Shape.Presence.Otherwise(String yaml) -> yaml.equals("{}") ? "" : "`" + yaml + "`";
            case Shape.Presence.Absent(boolean optional) ->
                    optional ? field.says().absent() : "none";
        };
    }

    private void example(String head, String indent, Shape.Fields fields) {
        page.append("```yaml\n").append(head);
        lines(page, indent, fields);
        page.append("```\n\n");
    }

    private static void lines(StringBuilder out, String indent, Shape.Fields fields) {
        for (Shape.Field field : fields.fields()) {
            if (field.says().inline() && field.shape() instanceof Shape.Union union) {
                Shape.Variant.Wrapped first = (Shape.Variant.Wrapped) union.variants().getFirst();
                Shape.Field component = first.fields().fields().getFirst();
                line(out, indent, first.name(), component.says().example());
            } else if (field.shape() instanceof Shape.Fields inner) {
                out.append(indent).append(field.key()).append(":\n");
                lines(out, indent + "  ", inner);
            } else {
                Setting says = field.says();
                line(
                        out,
                        indent,
                        field.key(),
                        says.example().isEmpty() ? says.otherwise() : says.example());
            }
        }
    }

    private static void line(StringBuilder out, String indent, String key, String value) {
        if (!value.isEmpty()) {
            out.append(indent).append(key).append(": ").append(value).append('\n');
        }
    }

    private void heading(String level, String title) {
        page.append(level).append(' ').append(title).append("\n\n");
    }

    private void text(String text) {
        page.append(text).append("\n\n");
    }
}
