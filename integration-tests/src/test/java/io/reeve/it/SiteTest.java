package io.reeve.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the site of the documents is made with; the command that makes it checks its links. */
class SiteTest {
    private static final Path SITE = Product.root().resolve("src/site");
    private static final Pattern MENU = Pattern.compile("<item name=\"[^\"]+\" href=\"([^\"]+)\\.html\"/>");

    @TempDir
    Path folder;

    private record Outcome(int exit, String said) {}

    private static Outcome awk(Path directory, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of("awk"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process awk = builder.start();
        String said = new String(awk.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(awk.waitFor(), said);
    }

    private static Set<String> pages(Path markdown) throws IOException {
        try (Stream<Path> files = Files.list(markdown)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .map(name -> name.replaceFirst("\\.md$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theMenusHaveEveryPageOnce() throws IOException {
        List<String> menu = MENU.matcher(Files.readString(SITE.resolve("site.xml")))
                .results()
                .map(item -> item.group(1))
                .toList();
        Set<String> expected = pages(SITE.resolve("markdown"));
        expected.addAll(List.of("index", "adr/index", "apidocs/index", "CONTRIBUTING", "SECURITY", "CHANGELOG"));
        assertThat(menu).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void allLinksOfThePagesLeadWithinTheSite() throws Exception {
        Files.createDirectories(folder.resolve("adr"));
        List<String> words = new ArrayList<>(List.of("-v", "OUT=" + folder, "-f", "src/site/pages.awk"));
        Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md").forEach(words::add);
        for (String name : List.of("src/site/markdown", "src/site/markdown/adr")) {
            pages(Product.root().resolve(name)).forEach(page -> words.add(name + "/" + page + ".md"));
        }
        assertThat(awk(Product.root(), words)).isEqualTo(new Outcome(0, ""));
        Files.writeString(folder.resolve("LICENSE.txt"), "beside the pages");
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("examples"));
        try (Stream<Path> images = Files.list(SITE.resolve("markdown/images"))) {
            for (Path image : images.toList()) {
                Files.copy(image, folder.resolve("images").resolve(image.getFileName()));
            }
        }
        Files.copy(SITE.resolve("examples/reporter.py"), folder.resolve("examples/reporter.py"));
        assertThat(folder.resolve("adr/index.md")).content()
                .contains("- [30. A source of metrics](0030-a-source-of-metrics.md)\n");
        assertThat(folder.resolve("prometheus.md")).content()
                .contains("## <a id=\"queries-of-cephs-dashboards\"></a>Queries of Ceph's dashboards\n");
        assertThat(brokenLinks()).isEmpty();
    }

    /** Of pages whose headings have only the anchors that they have where such pages are shown. */
    private List<String> brokenLinks() throws IOException {
        List<String> broken = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.below(folder)) {
            String text = Files.readString(page.file()).replaceAll("<a id=\"[^\"]*\"></a>", "");
            Files.writeString(page.file(), text);
        }
        for (MarkdownPage page : MarkdownPage.below(folder)) {
            broken.addAll(page.brokenLinks(folder));
        }
        return broken;
    }

    @Test
    void headingsGetTheirAnchorsAndBlocksOfCodeStayAsTheyAre() throws Exception {
        Files.createDirectories(folder.resolve("out/adr"));
        String code = "```\n## no heading [x](src/site/markdown/y.md)\n```\n";
        Files.writeString(folder.resolve("README.md"),
                "# Title\n## A `b`: c\n" + code + "## A `b`: c\n[x](src/site/markdown/y.md)\n");
        List<String> words = List.of("-v", "OUT=out", "-f", SITE.resolve("pages.awk").toString(), "README.md");
        assertThat(awk(folder, words)).isEqualTo(new Outcome(0, ""));
        assertThat(folder.resolve("out/index.md")).hasContent("# Title\n## <a id=\"a-b-c\"></a>A `b`: c\n" + code
                + "## <a id=\"a-b-c-1\"></a>A `b`: c\n[x](y.md)\n");
    }

    @Test
    void deadLinksOfTheRenderedSiteAreFound() throws Exception {
        Files.createDirectories(folder.resolve("adr"));
        Files.writeString(folder.resolve("index.html"), """
                <a href="adr/1.html#there">a</a> <a href="https://example.org/x">b</a> <a class="c" href="#own">c</a>
                <h2 id="own">Own</h2> <img src="missing.png"/> <a href="gone.html">d</a> <a href="adr/1.html#gone">e</a>
                <a href="../outside.html">f</a> <a href="adr/">g</a>
                """);
        Files.writeString(folder.resolve("adr/1.html"), "<a id=\"there\"></a><a href=\"../index.html#own\">back</a>\n");
        List<String> check = List.of("-f", SITE.resolve("links.awk").toString(), "index.html", "adr/1.html");
        assertThat(awk(folder, check)).isEqualTo(new Outcome(1, """
                index.html -> missing.png
                index.html -> gone.html
                index.html -> adr/1.html#gone
                index.html -> ../outside.html
                index.html -> adr/
                """));
        Files.writeString(folder.resolve("index.html"), "<a href=\"adr/1.html#there\">a</a> <h2 id=\"own\">Own</h2>\n");
        assertThat(awk(folder, check)).isEqualTo(new Outcome(0, ""));
    }
}
