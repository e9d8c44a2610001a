package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cli.testing.FakeManager.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticsTest extends ReeveFixture {
    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void twoManagersThatTellOfEachOther() {
        archive = folder.resolve("d.zip");
        active.says(view("a", 11)).onDiagnostics(() -> new Answer.Bytes(zip("node.json", "{\"name\": \"a\"}"), true));
        other.says(view("b", 22)).onDiagnostics(() -> new Answer.Bytes(zip("node.json", "{\"name\": \"b\"}"), true));
    }

    private String view(String self, long gid) {
        return "{\"epoch\": 3, \"active_name\": \"a\", \"active_gid\": 11, \"available\": true, \"active_url\": \""
                + active.url() + "/\", \"standbys\": [{\"name\": \"b\", \"gid\": 22, \"url\": \"" + other.url()
                + "/\"}], \"self\": {\"name\": \"" + self + "\", \"gid\": " + gid + "}}";
    }

    @Test
    void oneManagerIsEnoughToAskAllAndEachHasAFolderOfItsOwn() throws IOException {
        assertThat(reeve(other.url(), "diagnostics", "-o", archive.toString())).isZero();
        Map<String, String> files = unzip(Files.readAllBytes(archive));
        assertThat(files).containsOnlyKeys("a/node.json", "b/node.json", "manifest.json")
                .containsEntry("a/node.json", "{\"name\": \"a\"}");
        assertThat(nodes(files)).extracting(n -> n.get("name") + " " + n.get("state"))
                .containsExactlyInAnyOrder("a answered", "b answered");
        assertThat(err()).contains("looking for managers at ", "2 of 2 managers answered");
        assertThat(out()).isEmpty();
        assertThat(active.commands()).as("no manager runs a command").isEmpty();
    }

    @Test
    void theUserAndThePasswordOfAUrlAreNeitherInTheArchiveNorInWhatIsSaid() throws IOException {
        String secret = active.url().replace("//", "//me:hunter2@");
        String silent = "http://me:hunter2@127.0.0.1:1";
        assertThat(reeve(secret + "," + silent, "diagnostics", "-o", archive.toString())).isZero();
        Map<String, String> files = unzip(Files.readAllBytes(archive));
        assertThat(files).containsKeys("a/node.json", "b/node.json");
        assertThat(nodes(files)).extracting(n -> n.get("url")).contains(active.url() + "/");
        assertThat(files.values()).noneMatch(text -> text.contains("hunter2"));
        assertThat(err()).contains("looking for managers at ", "127.0.0.1:1").doesNotContain("hunter2");
    }

    @Test
    void oneManagerUnderTwoUrlsIsAskedOnce() throws IOException {
        String twice = active.url() + "," + active.url().replace("127.0.0.1", "localhost");
        assertThat(reeve(twice, "diagnostics", "-o", archive.toString())).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsOnlyKeys("a/node.json", "b/node.json", "manifest.json");
    }

    @Test
    void onlyTheOwnerMayReadTheFileAndNothingElseIsLeft() throws IOException {
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive))).isEqualTo("rw-------");
        assertThat(content(folder)).containsExactly("d.zip");
    }

    @Test
    void aFileThatExistsIsReplacedByForceOnly() throws IOException {
        Files.writeString(archive, "mine");
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isOne();
        assertThat(err()).contains("exists: name another file, or add --force");
        assertThat(archive).hasContent("mine");
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString(), "--force")).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsKey("manifest.json");
        assertThat(content(folder)).containsExactly("d.zip");
    }

    @Test
    void standardOutputTakesTheArchiveUnlessItIsATerminal() throws IOException {
        assertThat(reeve(active.url(), "diagnostics", "-o", "-")).isZero();
        assertThat(unzip(out.toByteArray())).containsKeys("a/node.json", "manifest.json");
        assertThat(onTerminal("diagnostics", "-o", "-")).isEqualTo(2);
        assertThat(err()).contains("bytes that no terminal shows");
    }

    @Test
    void aManagerThatDoesNotAnswerIsNamedAndTheRestIsKept() throws IOException {
        other.close();
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        Map<String, String> files = unzip(Files.readAllBytes(archive));
        assertThat(files).containsOnlyKeys("a/node.json", "manifest.json");
        assertThat(nodes(files)).filteredOn(n -> "b".equals(n.get("name")))
                .singleElement()
                .satisfies(b -> assertThat(b).containsEntry("state", "unreachable")
                        .hasEntrySatisfying("why", why -> assertThat(why.toString()).contains(other.url(), "refused")));
        assertThat(err()).contains("diagnostics: b: unreachable: " + other.url(), "1 of 2 managers answered");
    }

    @Test
    void withoutAnActiveTheOthersAnswerForThemselves() throws IOException {
        other.says("{\"epoch\": 4, \"active_name\": \"\", \"available\": false, \"standbys\": [], "
                + "\"self\": {\"name\": \"b\", \"gid\": 22}}");
        assertThat(reeve(other.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsOnlyKeys("b/node.json", "manifest.json");
    }

    @Test
    void ifNobodyAnswersThereIsNoFile() throws IOException {
        String nobody = refused();
        assertThat(reeve(nobody, "diagnostics", "-o", archive.toString())).isEqualTo(111);
        assertThat(err()).contains(nobody, "Error ECONNREFUSED: no manager answers");
        assertThat(content(folder)).isEmpty();
    }

    @Test
    void aManagerOfAnOlderVersionIsNamedAndNotFollowedElsewhere() throws IOException {
        other.onDiagnostics(() -> new Answer.Http(307, active.url() + "/api/diagnostics", "{\"reason\": \"there\"}"));
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsOnlyKeys("a/node.json", "manifest.json");
        assertThat(err()).contains("b: unreachable: it answers 307: its version has no diagnostics");
    }

    @Test
    void whatCameBeforeTheTimeWasOverIsKept() throws Exception {
        byte[] whole = zip("node.json", "{}", "log.txt", "a line\n".repeat(10_000));
        active.onDiagnostics(() -> new Answer.Bytes(Arrays.copyOf(whole, whole.length / 2), false));
        Map<String, String> files = gather(Duration.ofMillis(500));
        assertThat(files).containsEntry("a/node.json", "{}").containsKeys("b/node.json", "manifest.json");
        assertThat(nodes(files)).filteredOn(n -> "a".equals(n.get("name")))
                .singleElement()
                .satisfies(a -> assertThat(a).containsEntry("state", "answered in part")
                        .containsEntry("why", "it had not sent everything after 500 ms"));
    }

    @Test
    void aRefusalThatDoesNotEndIsGivenUpWhenTheTimeIsOver() throws Exception {
        active.onDiagnostics(() -> new Answer.Endless(503, "{\"reason\": "));
        Map<String, String> files = gather(Duration.ofMillis(500));
        assertThat(nodes(files)).filteredOn(n -> "a".equals(n.get("name")))
                .singleElement()
                .satisfies(a -> assertThat(a).containsEntry("state", "unreachable")
                        .containsEntry("why", "it had not sent everything after 500 ms"));
    }

    @Test
    void aManagerThatSaysWhenToAskAgainIsAskedOnceMore() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        active.onDiagnostics(() -> asked.incrementAndGet() == 1
                ? new Answer.Later("0", "{\"reason\": \"try again in 0 s\"}")
                : new Answer.Bytes(zip("node.json", "{}"), true));
        other.onDiagnostics(() -> new Answer.Later("0", "{\"reason\": \"try again in 0 s\"}"));
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsOnlyKeys("a/node.json", "manifest.json");
        assertThat(err()).contains("diagnostics: a: asking again in 0 s: it answers 503: try again in 0 s",
                "diagnostics: a: answered, 1 files",
                "diagnostics: b: unreachable: it answers 503: try again in 0 s");
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "Wed, 21 Oct 2015 07:28:00 GMT", "31", "99999999999"})
    void aManagerThatSaysNothingUsableOrTooLateATimeIsAskedOnce(String seconds) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        active.onDiagnostics(() -> {
            asked.incrementAndGet();
            return new Answer.Later(seconds, "{\"reason\": \"later\"}");
        });
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(err()).contains("a: unreachable: it answers 503: later");
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerThatUnpacksToMoreThanANodeMaySendIsCut() throws IOException {
        active.onDiagnostics(() -> new Answer.Bytes(zipOf("bomb.txt", NodeArchive.MOST + (2 << 20)), true));
        assertThat(reeve(active.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(err()).contains("a: answered in part: its answer broke off: it sends more than 67108864 bytes");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(zip.transferTo(OutputStream.nullOutputStream())).as(entry.getName())
                        .isLessThan(NodeArchive.MOST + (2 << 20));
            }
        }
    }

    @Test
    void noNameInAnAnswerLeadsOutOfTheFolderOfItsNode() throws IOException {
        active.says(view("../x", 11)).onDiagnostics(() -> new Answer.Bytes(zip("../../etc", "x"), true));
        other.onDiagnostics(() -> new Answer.Bytes("no zip".getBytes(StandardCharsets.UTF_8), true));
        assertThat(reeve(active.url() + "," + other.url(), "diagnostics", "-o", archive.toString())).isEqualTo(111);
        assertThat(err()).contains("has a name that cannot be", "is not a zip file");
        active.onDiagnostics(() -> new Answer.Bytes(zip("node.json", "x"), true));
        assertThat(reeve(active.url() + "," + other.url(), "diagnostics", "-o", archive.toString())).isZero();
        assertThat(unzip(Files.readAllBytes(archive))).containsOnlyKeys("node/node.json", "manifest.json");
    }

    @Test
    void whatIsMissingOrMeansNothingIsSaid() {
        for (List<String> line : List.of(List.of("diagnostics"), List.of("diagnostics", "-o", "x", "now"),
                List.of("diagnostics", "-o", "x", "--mgr", "y"), List.of("diagnostics", "-o", "x", "-f", "json"),
                List.of("diagnostics", "-o", "x", "--timeout", "5"), List.of("diagnostics", "-i", "y", "-o", "x"))) {
            assertThat(reeve(active.url(), line.toArray(String[]::new))).as("%s", line).isEqualTo(2);
        }
        assertThat(err()).contains("-o FILE is missing", "'now' is not known here",
                "write --mgr before the word diagnostics", "--format means nothing here",
                "--timeout means nothing here", "-i means nothing here");
        assertThat(reeve(active.url(), "diagnostics", "-o", folder.toString())).isOne();
        assertThat(reeve(active.url(), "diagnostics", "-o", folder.resolve("no/d.zip").toString())).isOne();
        assertThat(err()).contains("is a folder: name a file in it", "there is no such file or folder");
    }

    @Test
    void helpSaysTheRuleOfTheExitCodeAndAsksNobody() {
        assertThat(reeve("http://127.0.0.1:1", "diagnostics", "--help")).isZero();
        assertThat(out()).contains("diagnostics -o FILE", "0 if at least one node answered", "111 if none did");
    }

    @Test
    void theWordAndItsOptionsAreCompletedWithoutAManager() throws IOException {
        assertThat(reeve(refused(), "--complete", "diag")).isZero();
        assertThat(out()).isEqualTo("diagnostics\n");
        out.reset();
        assertThat(reeve(refused(), "--complete", "diagnostics", "--f")).isZero();
        assertThat(out()).isEqualTo("--force\n");
    }

    private Map<String, String> gather(Duration limit) throws Exception {
        try (ArchiveFile file = ArchiveFile.open(new DiagnosticsOptions(archive.toString(), false), out);
                Diagnostics diagnostics = new Diagnostics(new PrintStream(new ByteArrayOutputStream(), true,
                        StandardCharsets.UTF_8), limit)) {
            assertThat(diagnostics.run(new ManagerUrls(List.of(URI.create(active.url() + "/"))), true, file)).isZero();
        }
        return unzip(Files.readAllBytes(archive));
    }

    @SuppressWarnings("unchecked") // keys of a JSON object are strings
    private static List<Map<String, Object>> nodes(Map<String, String> files) {
        byte[] manifest = files.getOrDefault("manifest.json", "").getBytes(StandardCharsets.UTF_8);
        return (List<Map<String, Object>>) Json.read(manifest).getOrDefault("nodes", List.of());
    }

    private static List<String> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] zip(String... namesAndTexts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zipOf(String name, long size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            byte[] block = new byte[1 << 20];
            for (long left = size; left > 0; left -= block.length) {
                zip.write(block);
            }
            zip.closeEntry();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> unzip(byte[] archive) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(names).doesNotHaveDuplicates();
        return files;
    }
}
