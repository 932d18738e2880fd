package dev.postern.audit;

import java.util.List;
import java.util.Locale;

/// Charts as SVG, which stand in the page itself and print sharply; their colours are the page's.
final class Chart {

    private static final int WIDTH = 420;
    private static final int ROW = 26;
    private static final int LABEL = 150;
    private static final int VALUE = 60;
    private static final int LINE_HEIGHT = 180;
    private static final int MARGIN = 46;

    private Chart() {}

    /// One bar.
    ///
    /// @param style class of the page's style sheet
    /// @param shown the value in words
    record Bar(String label, double value, String shown, String style) {}

    /// A point of a line.
    record Point(String label, double value) {}

    /// Horizontal bars, the longest as long as there is room.
    static String bars(String title, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        StringBuilder svg = begin(title, ROW * bars.size() + 4);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double room = WIDTH - LABEL - VALUE;
            double length =
                    most == 0 ? 0 : Math.max(bar.value() > 0 ? 2 : 0, room * bar.value() / most);
            int y = ROW * i;
            svg.append(text(LABEL - 8, y + 17, "end", shortened(bar.label())));
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                            bar.style(),
                            LABEL,
                            y + 4,
                            length,
                            ROW - 8));
            svg.append(text((int) (LABEL + length + 6), y + 17, "start", bar.shown()));
        }
        return svg.append("</svg>").toString();
    }

    /// A line through points at equal distances, from zero up.
    static String line(String title, List<Point> points) {
        double most = points.stream().mapToDouble(Point::value).max().orElse(0);
        double step = (WIDTH - 2.0 * MARGIN) / Math.max(1, points.size() - 1);
        StringBuilder svg = begin(title, LINE_HEIGHT);
        int floor = LINE_HEIGHT - MARGIN;
        svg.append(
                "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                        .formatted(MARGIN, floor, WIDTH - MARGIN, floor));
        StringBuilder path = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        int every = Math.max(1, points.size() / 8);
        for (int i = 0; i < points.size(); i++) {
            double x = MARGIN + i * step;
            double y = floor - (most == 0 ? 0 : (floor - 24) * points.get(i).value() / most);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : " L", x, y));
            boolean labelled = i % every == 0 || i == points.size() - 1;
            marks.append(
                    String.format(
                            Locale.ROOT,
                            "<circle class=\"basic\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>",
                            x,
                            y));
            if (labelled) {
                marks.append(
                        text(
                                (int) x,
                                (int) y - 8,
                                "middle",
                                String.valueOf(Math.round(points.get(i).value()))));
                marks.append(text((int) x, LINE_HEIGHT - 12, "middle", points.get(i).label()));
            }
        }
        return svg.append("<path class=\"line\" d=\"")
                .append(path)
                .append("\"/>")
                .append(marks)
                .append("</svg>")
                .toString();
    }

    private static StringBuilder begin(String title, int height) {
        return new StringBuilder(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(WIDTH, height, Html.escaped(title)));
    }

    private static String text(int x, int y, String anchor, String words) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>"
                .formatted(x, y, anchor, Html.escaped(words));
    }

    private static String shortened(String label) {
        return label.length() <= 22 ? label : label.substring(0, 21) + "…";
    }
}
