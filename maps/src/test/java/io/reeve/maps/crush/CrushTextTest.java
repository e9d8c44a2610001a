package io.reeve.maps.crush;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.testing.MapFixture;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrushTextTest {
    @TempDir
    Path folder;

    @Test
    void bucketsComeAfterWhatTheyHold() {
        String text = CrushText.of(MapFixture.of(2).crush());

        assertThat(text).containsSubsequence("device 1 osd.1 class hdd", "type 11 root", "host node0 {",
                "item osd.1 weight 16.00000", "rack r0 {", "item node0 weight 32.00000", "root default {",
                "rule replicated_rule {", "step take default");
    }

    @Test
    void crushtoolCompilesItAndDecompilesTheSame() throws Exception {
        requireCrushtool();
        OsdMapDraft draft = new OsdMapDraft(MapFixture.of(90), 5);
        draft.crush().place(700, CrushLocation.parse(List.of("root=fast", "datacenter=dc-1", "host=a.b_c")), "");
        String text = CrushText.of(MapFixture.after(draft).crush());

        assertThat(canonical(roundTrip(text))).isEqualTo(canonical(text)).hasSizeGreaterThan(200);
    }

    @Test
    void emptyHierarchyCompilesToo() throws Exception {
        requireCrushtool();
        String text = CrushText.of(Crush.EMPTY);

        assertThat(canonical(roundTrip(text))).isEqualTo(canonical(text));
    }

    private static void requireCrushtool() {
        boolean there = new File("/usr/bin/crushtool").canExecute();
        if (Boolean.getBoolean("reeve.test.required")) {
            assertThat(there).as("crushtool (Debian package ceph-base)").isTrue();
        }
        Assumptions.assumeTrue(there, "crushtool is not installed: Debian package ceph-base");
    }

    private String roundTrip(String text) throws Exception {
        Path source = Files.writeString(folder.resolve("map.txt"), text);
        Path compiled = folder.resolve("map.bin");
        Path again = folder.resolve("again.txt");
        run("/usr/bin/crushtool", "-c", source.toString(), "-o", compiled.toString());
        run("/usr/bin/crushtool", "-d", compiled.toString(), "-o", again.toString());
        return Files.readString(again);
    }

    private void run(String... command) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as("%s: %s", List.of(command), Files.readString(output)).isZero();
    }

    /** Each line under its bucket; without comments, blanks and the shadow buckets that crushtool makes for classes. */
    private static SortedSet<String> canonical(String text) {
        SortedSet<String> lines = new TreeSet<>();
        List<String> block = new ArrayList<>(List.of(""));
        for (String raw : text.lines().toList()) {
            String line = raw.replaceAll("#.*", "").strip();
            if (line.endsWith("{")) {
                block.set(0, line);
            }
            if (!line.isEmpty() && !line.matches("id -[0-9]+ class .*") && !line.equals("}")) {
                lines.add(block.getFirst() + " " + line.replaceAll("(weight [0-9]+\\.[0-9]{3})[0-9]*", "$1"));
            }
            if (line.equals("}")) {
                block.set(0, "");
            }
        }
        return lines;
    }
}
