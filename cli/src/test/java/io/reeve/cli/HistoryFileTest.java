package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    private HistoryFile open(Map<String, String> environment) {
        return new HistoryFile(environment, err);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void itIsInTheFolderForStateAndItsOwnersAlone() throws Exception {
        HistoryFile history = open(Map.of("XDG_STATE_HOME", folder.resolve("state").toString(), "HOME", "/nowhere"));
        history.append("status");
        history.append("osd tree");
        Path file = folder.resolve("state/reeve/history");
        assertThat(file).hasContent("status\nosd tree\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("state/reeve"))).isEqualTo("rwx------");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void withoutThatFolderOrWithARelativeOneItIsBelowTheHome() {
        open(Map.of("HOME", folder.toString())).append("status");
        open(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "state")).append("health");
        assertThat(folder.resolve(".local/state/reeve/history")).hasContent("status\nhealth\n");
    }

    @Test
    void oneThatOthersCouldReadIsClosedToThemAndItsLinesAreReadAgain() throws Exception {
        Path file = Files.createDirectories(folder.resolve("reeve")).resolve("history");
        Files.writeString(file, "status\n\u00ff\n", StandardCharsets.ISO_8859_1); // not UTF-8
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        HistoryFile history = open(Map.of("XDG_STATE_HOME", folder.toString()));
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(history.lines()).containsExactly("status", "\ufffd");
    }

    @Test
    void aLinkInItsPlaceIsUsedAndKeepsItsPermissionsAndThoseOfItsTarget() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("reeve")).resolve("history"), target);
        open(Map.of("XDG_STATE_HOME", folder.toString())).append("status");
        assertThat(permissions(target)).isEqualTo("rw-rw-rw-");
        assertThat(target).hasContent("status\n");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void theLastThousandLinesAreReadAndAFileOfMoreThanTwoThousandIsShortened() throws Exception {
        Path file = Files.createDirectories(folder.resolve("reeve")).resolve("history");
        Files.write(file, IntStream.rangeClosed(1, 2_001).mapToObj(n -> "line " + n).toList());
        HistoryFile history = open(Map.of("XDG_STATE_HOME", folder.toString()));
        assertThat(history.lines()).hasSize(1_000).startsWith("line 1002").endsWith("line 2001");
        assertThat(Files.readAllLines(file)).isEqualTo(history.lines());
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whereThereCanBeNoneTheUserIsToldOnceAndThereIsNoFailure() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        open(Map.of("XDG_STATE_HOME", file.toString())).append("status");
        assertThat(said.toString(StandardCharsets.UTF_8).lines()).singleElement()
                .asString()
                .startsWith("reeve: no history is kept")
                .contains(file.toString());
        open(Map.of()).append("status");
        assertThat(file).isEmptyFile();
    }
}
