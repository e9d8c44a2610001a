package io.reeve.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.reeve.api.HealthCheck;
import io.reeve.cluster.DataName;
import io.reeve.cluster.data.ClusterData;
import io.reeve.http.endpoint.Endpoint;
import io.reeve.maps.MapParts;
import io.reeve.modulehost.catalog.ReservedNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents against the code: both name the same health checks, metrics and data, and every link leads somewhere. */
class DocumentsTest {
    private static final Path PAGES = Product.root().resolve("src/site/markdown");

    @Test
    void theGuideHasExactlyTheHealthChecksThatTheManagerRaises() throws IOException {
        Set<String> raised = MainClasses.texts(c -> !MainClasses.room(c).equals("modules") && usesHealthChecks(c));
        raised.removeIf(text -> !text.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+") || text.startsWith("HEALTH_"));
        assertThat(page("operations-guide.md").namesInTable("| code | means | what to do |")).isEqualTo(raised);
    }

    /** After a change of the texts, {@code -Dreeve.write.docs=true} writes the guide's table anew. */
    @Test
    void theGuideSaysOfHealthChecksWhatReeveExplainSays() throws IOException {
        Path guide = PAGES.resolve("operations-guide.md");
        String texts = Files.readString(Product.root().resolve("src/main/health/checks.md"));
        String page = Files.readString(guide);
        int start = page.indexOf(texts.substring(0, texts.indexOf('\n')));
        int end = page.indexOf("\n\n", start) + 1;
        assertThat(start).isPositive();
        if (Boolean.getBoolean("reeve.write.docs")) {
            Files.writeString(guide, page.substring(0, start) + texts + page.substring(end));
        } else {
            assertThat(page.substring(start, end)).as("write it anew with -Dreeve.write.docs=true").isEqualTo(texts);
        }
    }

    @Test
    void everyHealthCheckOfCeph16IsRaisedOrThePageSaysWhyNot() throws IOException {
        Set<String> raised = page("operations-guide.md").namesInTable("| code | means | what to do |");
        Set<String> absent = page("health-checks.md").namesInTable("| Ceph's check | why it is not here |");
        assertThat(absent).doesNotContainAnyElementsOf(raised);
        Set<String> known = new TreeSet<>(raised);
        known.retainAll(ceph16());
        known.addAll(absent);
        assertThat(known).isEqualTo(ceph16());
    }

    /** The codes of Ceph 16.2. */
    private static Set<String> ceph16() throws IOException {
        try (InputStream in = DocumentsTest.class.getResourceAsStream("ceph-16-health-codes.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theGuideHasExactlyTheMetricsOfTheManager() throws IOException {
        Set<String> measured = MainClasses.texts(DocumentsTest::makesMetrics);
        measured.removeIf(text -> !text.matches("reeve_[a-z_]+"));
        Set<String> documented = page("operations-guide.md").namesInTable("| metric | labels | |")
                .stream()
                .map(name -> name.replaceFirst("_total$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isNotEmpty().isEqualTo(measured);
    }

    @Test
    void theGuideHasExactlyTheEndpointsThatEveryNodeAnswersItself() throws IOException {
        EnumSet<Endpoint> byRole = EnumSet.of(Endpoint.START_PAGE, Endpoint.COMMAND, Endpoint.MODULE_PAGE);
        assertThat(page("operations-guide.md").namesInTable("| path, on every node | answers |"))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(byRole).stream().map(Endpoint::path).toList());
    }

    @Test
    void noHandlerNamesAPathThatIsInTheTableOfEndpoints() throws IOException {
        Set<String> rooms = Set.of("http", "standby", "daemon", "reportport");
        assertThat(MainClasses.texts(c -> rooms.contains(MainClasses.room(c)) && !c.isEquivalentTo(Endpoint.class)))
                .as("paths that are in the table, as texts of other classes")
                .filteredOn(text -> text.matches("(?s).*(^|[^\\w/.])/(api|health|metrics)\\b.*"))
                .isEmpty();
    }

    @Test
    void noModuleCanHaveTheNameOfAnEndpoint() {
        assertThat(Stream.of(Endpoint.values())
                .filter(endpoint -> endpoint != Endpoint.MODULE_PAGE)
                .map(endpoint -> endpoint.path().split("/"))
                .filter(segments -> segments.length > 1)
                .map(segments -> segments[1])).isNotEmpty().allMatch(ReservedNames.ALL::contains);
    }

    @Test
    void theAlertRulesAreOfMetricsThatThereAre() throws IOException {
        String rules = Files.readString(Product.root().resolve("src/main/observability/alerts.yaml"));
        Set<String> used = Pattern.compile("\\breeve_[a-z_]+")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).hasSizeGreaterThan(5);
        assertThat(page("operations-guide.md").namesInTable("| metric | labels | |")).containsAll(used);
    }

    @Test
    void thePageOfDataHasExactlyTheNamesOfReportsAndTheManager() throws IOException {
        Set<String> documented = page("cluster-data.md").namesInTable("| name | keys | from |");
        assertThat(documented.stream().map(name -> name.replaceFirst(" ID$", " *")))
                .containsExactlyInAnyOrderElementsOf(names(ClusterData.all()));
    }

    @Test
    void thePageOfMapsHasExactlyTheNamesOfMaps() throws IOException {
        MarkdownPage page = page("cluster-data-maps.md");
        Set<String> documented = page.namesInHeadings();
        documented.addAll(aliases(page));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(names(MapParts.names(() -> 0)));
    }

    /** Names that the page calls the same as that of their heading. */
    private static List<String> aliases(MarkdownPage page) {
        return page.lines()
                .stream()
                .filter(line -> line.contains(" is the same."))
                .map(line -> line.replaceFirst(".*`(\\w+)` is the same\\..*", "$1"))
                .toList();
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        assertThat(brokenLinks(Product.root())).isEmpty();
    }

    @Test
    void everyLinkInTheTarballLeadsToAFileInTheTarball() throws IOException {
        assertThat(Product.home().resolve("README.md")).isRegularFile();
        assertThat(brokenLinks(Product.home())).isEmpty();
    }

    private static List<String> brokenLinks(Path root) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.below(root)) {
            broken.addAll(page.brokenLinks(root));
        }
        return broken;
    }

    private static MarkdownPage page(String name) throws IOException {
        return MarkdownPage.read(PAGES.resolve(name));
    }

    /** Names that a reader can ask for; those that begin with a space are for other names only. */
    private static List<String> names(List<DataName> all) {
        return all.stream().map(DataName::name).filter(name -> !name.startsWith(" ")).toList();
    }

    /** Makes checks, or has a severity for each: the codes are among its constants. */
    private static boolean usesHealthChecks(JavaClass one) {
        String type = HealthCheck.class.getName();
        return one.getDirectDependenciesFromSelf()
                .stream()
                .map(d -> d.getTargetClass().getName())
                .anyMatch(name -> name.equals(type) || name.startsWith(type + "$"));
    }

    private static boolean makesMetrics(JavaClass one) {
        return MainClasses.librariesSeenBy(one).contains("prometheus")
                || MainClasses.ourPackagesUsedBy(one).contains("io.reeve.api.metrics");
    }
}
