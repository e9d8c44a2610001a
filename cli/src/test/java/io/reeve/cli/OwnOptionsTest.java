package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** The two readers of own options: where the quick one understands a line, picocli understands the same. */
class OwnOptionsTest {
    private static final List<String> PIECES = List.of("--mgr", "--format", "-f", "-i", "-o", "--timeout",
            "--completion", "--help", "-h", "--version", "-s", "-w", "--watch", "--level", "warn", "--interval=2",
            "--format=json", "--mgr=http://a:1", "--timeout=3", "-fjson",
            "-f=json", "--format=", "--help=false", "json", "-", "--", "-x", "@", "@none", "'a'", "\"a b\"", "a=b", "",
            "ä b",
            "--form", "-hf", "${x}", "1,2");

    @Test
    void whatIsWrittenAsInTheManualIsReadWithoutPicocli() {
        assertThat(CommandLineOptions.plain(List.of())).contains(Map.of());
        assertThat(CommandLineOptions.plain(List.of("--mgr", "a:1,b:2", "-f", "yaml", "-i", "-", "-o", "x y",
                "--timeout=3 s", "-h"))).contains(
                        Map.of("--mgr", "a:1,b:2", "--format", "yaml", "-i", "-", "-o", "x y", "--timeout", "3 s",
                                "--help", ""));
    }

    @Test
    void everythingElseIsLeftToPicocli(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("arguments"), "other");
        for (List<String> own : List.of(List.of("--bogus"), List.of("--format"), List.of("--format", "a", "-f", "b"),
                List.of("-fjson"), List.of("--mgr="), List.of("--mgr", "-x"), List.of("--help=true"),
                List.of("-i", "@" + file), List.of("-o", "\"x\""), List.of("-h", "--help"))) {
            assertThat(CommandLineOptions.plain(own)).as("%s", own).isEmpty();
        }
    }

    /** After a change of options, {@code -Dreeve.write.docs=true} writes the table of the manual page anew. */
    @Test
    void theManualPageHasTheOptionsAndTheirDescriptions() throws Exception {
        Path table = Path.of("../src/main/man/options.tsv");
        StringBuilder declared = new StringBuilder();
        for (OptionSpec option : OwnOptions.spec().options()) {
            declared.append(String.join(", ", option.names()))
                    .append(option.arity().max() == 0 ? "" : " " + option.paramLabel())
                    .append('\t')
                    .append(String.join(" ", option.description()))
                    .append('\n');
        }
        if (Boolean.getBoolean("reeve.write.docs")) {
            Files.writeString(table, declared);
        } else {
            assertThat(table).as("write it anew with -Dreeve.write.docs=true").hasContent(declared.toString());
        }
    }

    @Test
    void bothReadersAgree() throws CliException {
        Random random = new Random(11);
        int compared = 0;
        for (int round = 0; round < 20_000; round++) {
            List<String> own = new ArrayList<>();
            for (int length = random.nextInt(5); length >= 0; length--) {
                own.add(PIECES.get(random.nextInt(PIECES.size())));
            }
            Optional<Map<String, String>> plain = CommandLineOptions.plain(own);
            if (plain.isPresent()) {
                Map<String, String> thorough = OwnOptions.parse(own);
                assertThat(plain.get().keySet()).as("%s", own).isEqualTo(thorough.keySet());
                plain.get().forEach((name, value) -> {
                    if (!Set.of("--help", "--version", "--status", "--follow", "--watch").contains(name)) {
                        assertThat(value).as("%s of %s", name, own).isEqualTo(thorough.get(name));
                    }
                });
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
    }
}
