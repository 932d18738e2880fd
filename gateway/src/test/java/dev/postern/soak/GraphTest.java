package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class GraphTest {

    private static final Pattern POINT = Pattern.compile("[ML]([\\d.]+) ([\\d.]+)");
    private static final double FLOOR = 216;
    private static final double CEILING = 46;

    private final Graph graph =
            new Graph(
                    "Memory",
                    "MiB",
                    List.of(
                            new Graph.Line(Column.RSS, "resident"),
                            new Graph.Line(Column.HEAP, "heap")));

    private static Sample sample(double seconds, double rss, double heap, double fault) {
        return new Sample(
                Map.of(
                        Column.ELAPSED,
                        seconds,
                        Column.RSS,
                        rss,
                        Column.HEAP,
                        heap,
                        Column.FAULT,
                        fault));
    }

    private Document drawn(List<Sample> samples) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(graph.svg(samples))));
    }

    /// Each a list of heights above the floor.
    private static List<List<Double>> curves(Document svg) {
        List<List<Double>> curves = new ArrayList<>();
        for (Element path : elements(svg, "path")) {
            if (path.getAttribute("fill").equals("none")) {
                curves.add(
                        POINT.matcher(path.getAttribute("d"))
                                .results()
                                .map((MatchResult point) ->
                                        FLOOR - Double.parseDouble(point.group(2)))
                                .toList());
            }
        }
        return curves;
    }

    private static List<Element> elements(Document svg, String name) {
        return IntStream.range(0, svg.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) svg.getElementsByTagName(name).item(i))
                .toList();
    }

    @Test
    void eachColumnIsALineOfItsHeight() throws Exception {
        List<Sample> samples =
                IntStream.rangeClosed(1, 40).mapToObj(i -> sample(15 * i, 100, 50, 0)).toList();

        List<List<Double>> curves = curves(drawn(samples));

        assertThat(curves).hasSize(2);
        assertThat(curves.get(0)).hasSize(40).containsOnly(FLOOR - CEILING);
        assertThat(curves.get(1)).hasSize(40).containsOnly((FLOOR - CEILING) / 2);
    }

    @Test
    void aLongRunHasNoMorePointsThanFit() throws Exception {
        List<Sample> samples =
                IntStream.rangeClosed(1, 5_000).mapToObj(i -> sample(15 * i, i, 1, 0)).toList();

        assertThat(curves(drawn(samples)).getFirst()).hasSize(120).isSorted();
        assertThat(graph.svg(samples)).hasSizeLessThan(10_000);
    }

    @Test
    void whatSticksOutIsCutOffAtTheEdge() throws Exception {
        List<Sample> samples =
                IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> sample(15 * i, i == 50 ? 9_000 : 100, 50, 0))
                        .toList();

        List<Double> resident = curves(drawn(samples)).getFirst();

        assertThat(resident.get(49)).isEqualTo(FLOOR - CEILING);
        assertThat(resident.getFirst()).isEqualTo((FLOOR - CEILING) / 2);
    }

    @Test
    void theTimeOfATroubleIsShaded() throws Exception {
        List<Sample> samples =
                IntStream.rangeClosed(1, 40)
                        .mapToObj(
                                i -> sample(15 * i, 100, 50, i == 20 || i == 21 || i == 40 ? 3 : 0))
                        .toList();

        assertThat(elements(drawn(samples), "rect"))
                .extracting(rect -> rect.getAttribute("width"))
                .containsExactly("760", "33.4", "16.7");
    }

    @Test
    void anEmptyRunIsAnEmptyPicture() throws Exception {
        assertThat(curves(drawn(List.of()))).allMatch(List::isEmpty);
    }
}
