package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines of an interactive shell, as runs of the program. */
class SessionTest extends ReeveFixture {
    private int line(Session session, String... words) {
        return new Reeve(Map.of("REEVE_MGR", "http://127.0.0.1:1"), new ClosedInput("the shell reads it; name a file"),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8), PATIENT, false, session).run(words);
    }

    private Session session(String... options) throws CliException {
        return Session.of(CommandLineOptions.parse(List.of(options)));
    }

    @Test
    void optionsBeforeTheShellHoldForEachLineUnlessItHasItsOwn() throws Exception {
        Session session = session("--mgr", active.url(), "--format", "json", "--timeout", "9");
        assertThat(session.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(line(session, "foo")).as(err()).isZero();
        assertThat(line(session, "foo", "--format", "yaml")).isZero();
        assertThat(line(session, "--mgr", other.url(), "-f", "plain", "foo")).isZero();
        assertThat(active.commands()).hasSize(3);
        assertThat(body(active, 0)).containsEntry("format", "json").containsEntry("words", List.of("foo"));
        assertThat(body(active, 1)).containsEntry("format", "yaml").containsEntry("words", List.of("foo"));
        assertThat(body(active, 2)).containsEntry("format", "plain");
    }

    @Test
    void optionsOfTheShellMeanNothingToCommandsOfTheProgramItself() throws Exception {
        Session session = session("--mgr", active.url(), "--format", "json", "--timeout", "9");
        assertThat(line(session, "init", "--managers", "?")).isEqualTo(2);
        assertThat(err()).doesNotContain("--format", "--timeout");
        assertThat(line(session, "init", "--format", "json")).isEqualTo(2);
        assertThat(err()).contains("--format");
    }

    @Test
    void completionAndHelpAskTheManagersOfTheShell() throws Exception {
        Session session = session("--mgr", active.url());
        assertThat(line(session, "--complete", "mgr", "")).as(err()).isZero();
        assertThat(line(session, "mgr", "--help")).as(err()).isZero();
        assertThat(active.commands()).hasSize(2);
    }

    @Test
    void optionsThatBelongToOneCommandOpenNoShell() {
        assertThatThrownBy(() -> session("-o", "file")).isInstanceOf(CliException.class)
                .hasMessageContaining("-o belongs to one command");
        assertThatThrownBy(() -> session("-i", "-")).isInstanceOf(CliException.class)
                .hasMessageContaining("-i belongs to one command");
    }

    @Test
    void aLineOfTheShellOpensNoOtherAndReadsNotFromIt() throws Exception {
        Session session = session("--mgr", active.url());
        assertThat(line(session, "--format", "json")).isEqualTo(2);
        assertThat(err()).contains("no command given");
        assertThat(line(session, "config-key", "set", "k", "-i", "-")).isOne();
        assertThat(err()).contains("cannot read standard input: the shell reads it; name a file");
        assertThat(active.commands()).isEmpty();
    }
}
