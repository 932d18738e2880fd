package dev.postern.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Lines over the time of a run, drawn as SVG. The moments at which something was made to fail are
/// shaded.
///
/// A point of a line is the median of a short time, so that a run of hours needs no more room than
/// one of minutes. What is higher than twice what three points of four stay under is cut off at the
/// upper edge.
///
/// @param unit of all lines
record Graph(String title, String unit, List<Line> lines) {

    /// A column.
    ///
    /// @param name as it is called beside the line
    record Line(Column column, String name) {}

    private static final List<String> COLOURS = List.of("#0b62a4", "#c8501e", "#3a8f3f");
    private static final int WIDTH = 760;
    private static final int HEIGHT = 250;
    private static final int LEFT = 64;
    private static final int RIGHT = 28;
    private static final int TOP = 46;
    private static final int BOTTOM = 34;
    private static final int POINTS_MAX = 120;
    private static final int STEPS = 5;
    private static final double USUAL = 0.75;
    private static final double SECONDS = 60;

    Graph {
        lines = List.copyOf(lines);
    }

    /// A point: minutes since the start, and the value there.
    private record Point(double minute, double value) {}

    /// The picture, a document of its own.
    String svg(List<Sample> samples) {
        double end = samples.stream().mapToDouble(Sample::elapsed).max().orElse(1) / SECONDS;
        List<List<Point>> curves =
                lines.stream().map(line -> curve(samples, line.column(), end)).toList();
        double top = rounded(top(curves));
        Formatter svg = begin();
        shade(svg, samples, end);
        grid(svg, end, top);
        for (int i = 0; i < curves.size(); i++) {
            draw(svg, curves.get(i), COLOURS.get(i), end, top);
            svg.format(
                    "<text x=\"%d\" y=\"36\" fill=\"%s\">%s</text>",
                    LEFT + i * (WIDTH - LEFT) / curves.size(), COLOURS.get(i), lines.get(i).name());
        }
        return svg.format("</svg>%n").toString();
    }

    private static List<Point> curve(List<Sample> samples, Column column, double end) {
        List<Point> points = new ArrayList<>();
        double step = end / POINTS_MAX;
        int next = 0;
        for (int i = 0; i < POINTS_MAX; i++) {
            double until = (i + 1) * step;
            List<Sample> within = new ArrayList<>();
            while (next < samples.size()
                    && (samples.get(next).elapsed() / SECONDS <= until || i == POINTS_MAX - 1)) {
                within.add(samples.get(next++));
            }
            double minute = until - step / 2;
            median(within, column).ifPresent(value -> points.add(new Point(minute, value)));
        }
        return points;
    }

    private static OptionalDouble median(List<Sample> samples, Column column) {
        double[] values =
                samples.stream()
                        .flatMapToDouble(one -> one.value(column).stream())
                        .sorted()
                        .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(values[values.length / 2]);
    }

    private static double top(List<List<Point>> curves) {
        double highest = 0;
        for (List<Point> curve : curves) {
            double[] values = curve.stream().mapToDouble(Point::value).sorted().toArray();
            if (values.length > 0) {
                double usual = values[(int) (USUAL * (values.length - 1))];
                highest = Math.max(highest, Math.min(values[values.length - 1], 2 * usual));
            }
        }
        return highest;
    }

    /// The next number that makes round steps.
    private static double rounded(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
        return Arrays.stream(new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10})
                .map(one -> one * power)
                .filter(one -> one >= value)
                .findFirst()
                .orElse(value);
    }

    private Formatter begin() {
        Formatter svg = new Formatter(Locale.ROOT);
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        svg.format("<title>%s</title>", title);
        svg.format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        svg.format(
                "<text x=\"%d\" y=\"18\" font-size=\"14\" fill=\"#222222\">%s, %s</text>",
                LEFT, title, unit);
        return svg;
    }

    private static void shade(Formatter svg, List<Sample> samples, double end) {
        double before = 0;
        double begun = -1;
        for (Sample sample : samples) {
            boolean wrong = sample.value(Column.FAULT).orElse(0) > 0;
            if (wrong && begun < 0) {
                begun = before;
            } else if (!wrong && begun >= 0) {
                shade(svg, begun, before, end);
                begun = -1;
            }
            before = sample.elapsed() / SECONDS;
        }
        if (begun >= 0) {
            shade(svg, begun, before, end);
        }
    }

    private static void shade(Formatter svg, double from, double to, double end) {
        svg.format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#efe7d5\"/>",
                x(from, end), TOP, x(to, end) - x(from, end), HEIGHT - TOP - BOTTOM);
    }

    private static void grid(Formatter svg, double end, double top) {
        for (int i = 0; i <= STEPS; i++) {
            double y = y(top * i / STEPS, top);
            svg.format(
                    "<path d=\"M%d %.1fH%d\" stroke=\"#cccccc\" stroke-width=\"0.5\"/>",
                    LEFT, y, WIDTH - RIGHT);
            svg.format(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555555\">%s</text>",
                    LEFT - 6, y + 4, text(top * i / STEPS));
        }
        double step = rounded(end / 8);
        for (double minute = 0; minute <= end; minute += step) {
            svg.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s min</text>",
                    x(minute, end), HEIGHT - 12, text(minute));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value)
                ? "%.0f".formatted(value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static void draw(
            Formatter svg, List<Point> curve, String colour, double end, double top) {
        Formatter path = new Formatter(Locale.ROOT);
        String step = "M";
        for (Point point : curve) {
            path.format(
                    "%s%.1f %.1f",
                    step, x(point.minute(), end), y(Math.min(point.value(), top), top));
            step = "L";
        }
        svg.format(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", path, colour);
    }

    private static double x(double minute, double end) {
        return LEFT + (WIDTH - LEFT - RIGHT) * minute / end;
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }
}
