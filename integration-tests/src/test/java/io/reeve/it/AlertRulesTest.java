package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alert rules in the tarball, read and run by Prometheus' own tool; that their metrics exist is {@link DocumentsTest}'s. */
class AlertRulesTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path RULES = Product.home().resolve("examples/alerts.yaml");
    private static final Path TESTS = Product.home().resolve("examples/alerts-test.yaml");

    @Test
    void everyRuleHasACaseInWhichItFires() throws Exception {
        String tests = Files.readString(TESTS);
        Set<String> rules = found("(?m)^ +- alert: (\\w+)$", Files.readString(RULES));
        assertThat(rules).isNotEmpty();
        assertThat(found("alertname: (\\w+)\\n +exp_alerts:\\n +- ", tests)).isEqualTo(rules);
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void prometheusTakesTheRulesAndTheyFireWhenTheyShould() throws Exception {
        Needs.file(PROMTOOL, "running the alert rules");
        assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
        assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS").doesNotContain("FAILED");
    }

    private static String promtool(String... words) throws Exception {
        return Docker.succeed(Duration.ofMinutes(1), Map.of(), List.of(PROMTOOL.toString()), words);
    }
}
