package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("../src/main/conf/reeved.yaml");
    private static final Pattern ENTRY = Pattern.compile("#([a-z-]+): (.*)");

    @TempDir
    Path folder;

    private static List<String> entries() throws IOException {
        return Files.readAllLines(EXAMPLE)
                .stream()
                .filter(line -> ENTRY.matcher(line).matches())
                .map(line -> line.substring(1))
                .toList();
    }

    @Test
    void namesEverySettingOnceAndNothingElse() throws IOException {
        assertThat(entries()).extracting(line -> line.split(":")[0])
                .containsExactlyInAnyOrderElementsOf(Settings.ALL.stream().map(Setting::name).toList());
    }

    @Test
    void showsTheDefaults() throws IOException {
        List<String> expected = new ArrayList<>();
        Settings.ALL.forEach(setting -> setting.defaultValue()
                .ifPresent(text -> expected
                        .add(setting.name() + ": " + (text.isEmpty() || text.equals("-") ? '"' + text + '"' : text))));
        assertThat(entries()).containsAll(expected);
    }

    /** The entries, with TLS wanted, as its settings have no effect otherwise, and with its files there. */
    private List<String> withTls(List<String> entries) throws IOException {
        for (String file : List.of("zookeeper-ca.pem", "trust-password", "zookeeper-key.pem", "key-password")) {
            Files.createFile(folder.resolve(file));
        }
        return entries.stream()
                .map(entry -> entry.replace("zookeeper-tls: false", "zookeeper-tls: true")
                        .replace(": /etc/reeve/", ": " + folder + "/"))
                .toList();
    }

    @Test
    void isAcceptedAsItIsAndWithEverythingTakenIn() throws Exception {
        Map<String, String> options = Map.of("id", "a", "zookeeper", "h:1", "config", EXAMPLE.toString());
        ManagerConfig asItIs = ConfigLoader.load(options, Map.of(), List.of(), false);
        assertThat(asItIs.id()).isEqualTo("a");
        Path all = Files.write(folder.resolve("all.yaml"), withTls(entries()));
        ManagerConfig taken = ConfigLoader.load(Map.of("config", all.toString()), Map.of(), List.of(), false);
        assertThat(taken.advertiseUrl(1)).hasToString("http://node1.example.org:9480/");
        assertThat(taken.drain()).isEqualTo(asItIs.drain());
    }
}
