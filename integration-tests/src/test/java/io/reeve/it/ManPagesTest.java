package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual pages of the tarball: there for each program and each first word of a command, and well-formed. */
class ManPagesTest {
    private static final Path PAGES = Product.home().resolve("man");

    @Test
    void eachFirstWordHasAPageWithItsCommands() throws Exception {
        MarkdownPage commands = MarkdownPage.read(Product.root().resolve("src/site/markdown/commands.md"));
        try (Stream<Path> files = Files.list(PAGES.resolve("man1"))) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .containsAll(commands.namesInHeadings().stream().map(word -> "reeve-" + word + ".1").toList())
                    .contains("reeve.1")
                    .hasSize(commands.namesInHeadings().size() + 1);
        }
        assertThat(PAGES.resolve("man1/reeve-mgr.1")).content().contains("\\fBreeve mgr module enable <module>");
        assertThat(PAGES.resolve("man1/reeve.1")).content().contains("\\fB\\-\\-mgr URL", "\\fB\\-w, \\-\\-follow");
        assertThat(PAGES.resolve("man8/reeved.8")).content().contains("\\fB\\-\\-zookeeper HOST:PORT");
    }

    @Test
    void allPagesAreWellFormed() throws Exception {
        Path mandoc = Path.of("/usr/bin/mandoc");
        Needs.file(mandoc, "the pages' form");
        List<String> command = new ArrayList<>(List.of(mandoc.toString(), "-T", "lint", "-W", "warning"));
        try (Stream<Path> files = Files.walk(PAGES)) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(20);
        Process lint = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor()).as(said).isZero();
    }
}
