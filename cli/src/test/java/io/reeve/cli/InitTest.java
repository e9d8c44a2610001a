package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reeve init}, which writes a first configuration. */
class InitTest extends ReeveFixture {
    private static final String[] FILES = {"--managers", "a@node1,b@node2,b2@node2", "--zookeeper", "zk1:2181,zk2:2181",
            "--form", "files"};

    @TempDir
    Path folder;

    private Path output = Path.of("");

    @BeforeEach
    void choose() {
        output = folder.resolve("made/here");
    }

    private int init(String... options) {
        List<String> words = new ArrayList<>(List.of("init"));
        words.addAll(List.of(options));
        words.addAll(List.of("--output", output.toString()));
        return reeve("http://127.0.0.1:1", words.toArray(String[]::new));
    }

    /** The line of a file that sets a key, and nothing else of it. */
    private List<String> lines(String file, String key) throws IOException {
        return Files.readAllLines(output.resolve(file)).stream().filter(line -> line.startsWith(key)).toList();
    }

    private Map<String, String> written() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(output)) {
            try (Stream<Path> files = Files.list(output)) {
                files.forEach(file -> texts.put(file.getFileName().toString(), text(file)));
            }
        }
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesAreTheShippedConfigurationWithTheSettingsOfEachManager() throws Exception {
        assertThat(init(FILES)).as(err()).isZero();
        assertThat(written()).containsOnlyKeys("a.yaml", "b.yaml", "b2.yaml");
        List<String> shipped = Files.readAllLines(Path.of("../src/main/conf/reeved.yaml"));
        List<String> made = Files.readAllLines(output.resolve("b2.yaml"));
        assertThat(made).hasSameSizeAs(shipped);
        List<String> set = made.stream().filter(line -> !shipped.contains(line)).toList();
        assertThat(set).containsExactly("id: \"b2\"", "zookeeper: \"zk1:2181,zk2:2181\"", "cluster: \"reeve\"",
                "http: \"0.0.0.0:9481\"", "report: \"0.0.0.0:6801\"", "advertise-url: \"http://node2:9481/\"",
                "advertise-report: \"node2:6801\"", "initial-modules: \"dashboard\"", "data: \"data-b2\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output.resolve("b2.yaml"))))
                .startsWith("rw-r")
                .endsWith("--");
    }

    @Test
    void itSaysWhatItHasWrittenWhatWasChosenAndWhatToDo() {
        assertThat(init(FILES)).isZero();
        assertThat(out()).contains("wrote      " + output.resolve("a.yaml"), "What was chosen:",
                "manager    b2 at http://node2:9481/", "one of the 3 managers is active", "zk1:2181,zk2:2181",
                "without a password", "What to do now:", "reeved run --config " + output.resolve("a.yaml"),
                "on host node1", "REEVE_MGR=http://node1:9480,http://node2:9480,http://node2:9481");
    }

    @Test
    void unitsAreTheShippedOneWithSettingsForAllAndForEach() throws Exception {
        assertThat(
                init("--managers", "a@node1:9490:6810,b@[2001:db8::7]", "--zookeeper", "zk1:2181", "--form", "systemd",
                        "--cluster", "prod"))
                .as(err())
                .isZero();
        assertThat(written()).containsOnlyKeys("reeved@.service", "reeved.env", "reeved-a.env", "reeved-b.env");
        assertThat(output.resolve("reeved@.service"))
                .hasSameTextualContentAs(Path.of("../src/main/systemd/reeved@.service"));
        assertThat(lines("reeved.env", "REEVE_")).containsExactly("REEVE_ZOOKEEPER=zk1:2181", "REEVE_HTTP=0.0.0.0:9480",
                "REEVE_REPORT=0.0.0.0:6800", "REEVE_CLUSTER=prod", "REEVE_INITIAL_MODULES=dashboard");
        assertThat(lines("reeved-a.env", "REEVE_")).containsExactly("REEVE_HTTP=0.0.0.0:9490",
                "REEVE_REPORT=0.0.0.0:6810",
                "REEVE_ADVERTISE_URL=http://node1:9490/", "REEVE_ADVERTISE_REPORT=node1:6810");
        assertThat(lines("reeved-b.env", "REEVE_")).containsExactly("REEVE_HTTP=[::]:9480", "REEVE_REPORT=[::]:6800",
                "REEVE_ADVERTISE_URL=http://[2001:db8::7]:9480/", "REEVE_ADVERTISE_REPORT=[2001:db8::7]:6800");
        assertThat(out()).contains("systemctl enable --now reeved@a", "on host node1");
    }

    @Test
    void aComposeFileHasTheManagersAndServersOfItsOwn() throws Exception {
        assertThat(init("--managers", "a,1", "--form", "compose", "--cluster", "prod")).as(err()).isZero();
        String file = Files.readString(output.resolve("docker-compose.yml"));
        assertThat(file).contains("\n  zk1:\n", "\n  zk3:\n", "\n  a:\n", "\n  \"1\":\n", "REEVE_ID: \"1\"\n",
                "REEVE_ADVERTISE_URL: \"http://127.0.0.1:9481/\"\n", "REEVE_ADVERTISE_REPORT: \"1:6800\"\n",
                "ports: [\"127.0.0.1:9480:9480\"]", "ports: [\"127.0.0.1:9481:9480\"]", "volumes: [\"data-1:/data\"]",
                "\n  data-zk1:\n", "\n  data-a:\n  data-1:\n", "REEVE_ALLOWED_HOSTS: \"a,1\"\n",
                "REEVE_MGR: http://a:9480,http://1:9480\n", "REEVE_ZOOKEEPER: zk1:2181,zk2:2181,zk3:2181\n",
                "REEVE_CLUSTER: prod\n", "REEVE_INITIAL_MODULES: dashboard\n", "zk1: {condition: service_healthy}")
                .doesNotContain("build:", "agent", "\n  b:\n", "src/site");
        assertThat(file.lines().filter(line -> line.equals("services:"))).hasSize(1);
    }

    @Test
    void aComposeFileForServersElsewhereHasNoneOfItsOwn() throws Exception {
        assertThat(init("--managers", "a@box,b@box", "--form", "compose", "--zookeeper", "zk.example.org:2181"))
                .isZero();
        assertThat(Files.readString(output.resolve("docker-compose.yml")))
                .contains("REEVE_ZOOKEEPER: \"zk.example.org:2181\"", "ports: [\"9481:9480\"]",
                        "REEVE_ADVERTISE_URL: \"http://box:9481/\"")
                .doesNotContain("depends_on", "zk1", "data-zk");
    }

    @Test
    void theSameOptionsAgainWriteNothing() throws Exception {
        assertThat(init(FILES)).isZero();
        Map<String, String> first = written();
        out.reset();
        assertThat(init(FILES)).isZero();
        assertThat(written()).isEqualTo(first);
        assertThat(out()).contains("unchanged  " + output.resolve("a.yaml")).doesNotContain("wrote");
    }

    @Test
    void aFileThatDiffersIsReplacedByForceOnlyAndThenAllAre() throws Exception {
        assertThat(init(FILES)).isZero();
        Files.writeString(output.resolve("b.yaml"), "mine");
        Files.delete(output.resolve("a.yaml"));
        Map<String, String> before = written();
        assertThat(init(FILES)).isOne();
        assertThat(err()).contains("nothing is written", "'" + output.resolve("b.yaml") + "' is there and differs",
                "--force");
        assertThat(written()).isEqualTo(before);
        List<String> forced = new ArrayList<>(List.of(FILES));
        forced.add("--force");
        assertThat(init(forced.toArray(String[]::new))).isZero();
        assertThat(written()).containsOnlyKeys("a.yaml", "b.yaml", "b2.yaml").doesNotContainValue("mine");
    }

    @Test
    void aFolderThatIsAFileOrThatCannotBeMadeIsRefusedAndNothingIsLeft() throws Exception {
        output = Files.writeString(folder.resolve("file"), "mine");
        assertThat(init(FILES)).isOne();
        assertThat(err()).contains("'" + output + "' is a file: name a folder by --output");
        output = folder.resolve("file/below");
        assertThat(init(FILES)).isOne();
        assertThat(folder.resolve("file")).hasContent("mine");
        output = folder.resolve("other");
        Files.createDirectories(output.resolve("b.yaml"));
        assertThat(init(FILES)).isOne();
        assertThat(err()).contains("'" + output.resolve("b.yaml") + "' is there and is no file");
        assertThat(output).isDirectoryNotContaining(file -> Files.isRegularFile(file));
    }

    @Test
    void aLinkThatLeadsNowhereStaysWhenItsFolderCannotBeMade() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("not/mounted"));
        output = link;
        assertThat(init(FILES)).isOne();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void allThatIsWrongOrMissingIsToldAtOnceAndNothingIsWritten() throws Exception {
        assertThat(init("--managers", "a@no de", "--form", "helm", "--cluster", "-x")).isEqualTo(2);
        assertThat(err()).contains("nothing is written", "--managers 'no de': a host is",
                "--form 'helm' is not one of files,"
                        + " systemd, compose",
                "--zookeeper is missing", "--cluster '-x': a name has");
        assertThat(written()).isEmpty();
        assertThat(output.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a@node1,a@node2 | 'a': two managers have this name",
            "a@h:99999 | 'a@h:99999': a port is a number from 1 to 65535", "a@h:0 | 'a@h:0': a port",
            "a@h:80,b@h:80 | 'h:80': managers a and b have this port",
            "a@h:80:80 | 'h:80': manager a has this port for both",
            "a@h:x | 'a@h:x': write NAME@HOST", "@h | '': a name has", "`` | '': a name has", "a, | '': a name has",
            "a@ | '': a host is", "a@[x] | '[x]': a host is", "a@b@c | 'b@c': a host is",
            "a$(b)@h | 'a$(b)': a name has",
            "a@h\"b | 'h\"b': a host is", "a,b@node2 | 'node2': some managers are on this machine's own address"})
    void managersThatCannotBeAreRefusedWithValueAndFix(String managers, String said) throws Exception {
        assertThat(init("--managers", managers, "--zookeeper", "zk:2181", "--form", "files")).isEqualTo(2);
        assertThat(err()).contains(said);
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"zk1 | 'zk1': write HOST:PORT",
            "zk1:0 | 'zk1:0': write HOST:PORT",
            "zk1:2181,| '': write HOST:PORT", "zk1:2181/path | 'zk1:2181/path': write HOST:PORT",
            "a b:1 | 'a b': a host is"})
    void serversThatCannotBeAreRefusedWithValueAndFix(String servers, String said) throws Exception {
        assertThat(init("--managers", "a@h", "--zookeeper", servers, "--form", "systemd")).isEqualTo(2);
        assertThat(err()).contains(said);
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a@h1,b@h2 | 'h1, h2': a compose file runs all managers on one machine",
            "a@h:9480:6800 | 'a@h:9480:6800': in a compose file the port for reports",
            "zk1 | 'zk1': so a ZooKeeper server"})
    void managersThatNoComposeFileCanHaveAreRefused(String managers, String said) throws Exception {
        assertThat(init("--managers", managers, "--form", "compose")).isEqualTo(2);
        assertThat(err()).contains(said);
        assertThat(written()).isEmpty();
    }

    @Test
    void optionsThatAreNotKnownOrNotCompleteAreRefused() throws Exception {
        for (String[] options : new String[][]{{"--managrs", "a"}, {"a"}, {"--force=yes"},
                {"--form", "files", "--form=files"},
                {"-o", "x"}, {"--format", "json"}, {"--timeout", "5"}}) {
            err.reset();
            assertThat(init(options)).as("%s", List.of(options)).isEqualTo(2);
            assertThat(err()).startsWith("reeve: init: ").contains("see reeve init --help");
        }
        assertThat(reeve("http://127.0.0.1:1", "init", "--managers")).isEqualTo(2);
        assertThat(err()).contains("NAME@HOST,… is missing");
        assertThat(written()).isEmpty();
    }

    @Test
    void aPersonIsAskedForWhatNoOptionNamesUntilTheAnswerIsRight() throws Exception {
        String typed = "a@\n\nhelm\nfiles\nnonsense\n zk:2181 \n" + output + "\n";
        assertThat(asked(typed)).as(err()).isZero();
        assertThat(err()).contains("Managers, as NAME@HOST with commas between [a,b,c]: ", "'': a host is",
                "'helm' is not one of", "'nonsense': write HOST:PORT", "Folder for the files [reeve-config]: ");
        assertThat(written()).containsOnlyKeys("a.yaml", "b.yaml", "c.yaml");
        assertThat(lines("c.yaml", "http:")).containsExactly("http: \"127.0.0.1:9482\"");
        assertThat(lines("a.yaml", "zookeeper:")).containsExactly("zookeeper: \"zk:2181\"");
    }

    @Test
    void whatOptionsNameIsNotAskedForAndAnEndOfTheInputWritesNothing() throws Exception {
        assertThat(asked(output + "\n", "--managers", "a", "--form", "compose")).as(err()).isZero();
        assertThat(err()).doesNotContain("Managers", "ZooKeeper").contains("Folder for the files");
        assertThat(asked("", "--managers", "a", "--form", "files")).isEqualTo(2);
        assertThat(err()).contains("nothing is written: the input ended before --zookeeper was known");
        assertThat(written()).containsOnlyKeys("docker-compose.yml");
    }

    private int asked(String typed, String... options) {
        List<String> words = new ArrayList<>(List.of("init"));
        words.addAll(List.of(options));
        return new Reeve(Map.of(), new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out,
                new PrintStream(err, true, StandardCharsets.UTF_8), PATIENT, true, Session.OF_A_PERSON)
                .run(words.toArray(String[]::new));
    }

    @Test
    void helpShowsEachOptionAndCompletionProposesThem() {
        assertThat(reeve("http://127.0.0.1:1", "init", "--help")).isZero();
        assertThat(out()).contains(InitOptions.ALL.stream().map(InitOptions.Option::name).toList());
        out.reset();
        assertThat(reeve("http://127.0.0.1:1", "--complete", "init", "--form", "")).isZero();
        assertThat(out().lines()).containsExactly("files", "systemd", "compose");
        out.reset();
        assertThat(reeve("http://127.0.0.1:1", "--complete", "init", "--z")).isZero();
        assertThat(out().lines()).containsExactly("--zookeeper");
        out.reset();
        assertThat(reeve("http://127.0.0.1:1", "--complete", "ini")).isZero();
        assertThat(out().lines()).contains("init");
    }

    /** After a change of options, {@code -Dreeve.write.docs=true} writes the table of the manual page anew. */
    @Test
    void theManualPageHasTheOptionsAndTheirDescriptions() throws Exception {
        Path table = Path.of("../src/main/man/init.tsv");
        StringBuilder declared = new StringBuilder();
        for (InitOptions.Option option : InitOptions.ALL) {
            declared.append((option.name() + " " + option.label()).strip())
                    .append('\t')
                    .append(option.text())
                    .append('\n');
        }
        if (Boolean.getBoolean("reeve.write.docs")) {
            Files.writeString(table, declared);
        } else {
            assertThat(table).as("write it anew with -Dreeve.write.docs=true").hasContent(declared.toString());
        }
    }
}
