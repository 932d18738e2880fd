package dev.postern.audit;

import java.util.List;
import java.util.function.Consumer;

/// Writes HTML: every text escaped, every element closed. Confined to one thread.
final class Html {

    private final StringBuilder page = new StringBuilder();

    /// A text as it may stand in an element or in a quoted attribute.
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> escaped.append("&amp;");
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '"' -> escaped.append("&quot;");
                        case '\'' -> escaped.append("&#39;");
                        default -> {
                            if (c >= ' ' || c == '\n' || c == '\t') {
                                escaped.appendCodePoint(c);
                            }
                        }
                    }
                });
        return escaped.toString();
    }

    /// An element.
    ///
    /// @param tag its name and, behind a dot, its class: `td.number`
    Html in(String tag, Consumer<Html> content) {
        int dot = tag.indexOf('.');
        String name = dot < 0 ? tag : tag.substring(0, dot);
        page.append('<').append(name);
        if (dot >= 0) {
            page.append(" class=\"").append(escaped(tag.substring(dot + 1))).append('"');
        }
        page.append('>');
        content.accept(this);
        page.append("</").append(name).append(">\n");
        return this;
    }

    /// An element with nothing but text.
    Html in(String tag, String text) {
        return in(tag, inside -> inside.text(text));
    }

    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /// What is HTML already, and ours.
    Html raw(String html) {
        page.append(html);
        return this;
    }

    /// The cells of a row of headers.
    Html headers(List<String> names) {
        return in("tr", row -> names.forEach(name -> row.in("th", name)));
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
