package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.cli.testing.FakeManager.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shell knows of the cluster, and its prompt. */
class ClusterGlanceTest extends ReeveFixture {
    private static final ShellPrompt PROMPT = new ShellPrompt(new Screen(Map.of("NO_COLOR", "1")));

    private ClusterGlance glance(String nodes) throws CliException {
        return new ClusterGlance(ManagerUrls.of(nodes, Map.of()), PATIENT);
    }

    private static Answer answer(String body) {
        return body.contains("get_command_descriptions")
                ? Answer.ok(
                        "{\\\"cmd000\\\": {\\\"sig\\\": [\\\"osd\\\", \\\"tree\\\"]}, \\\"cmd001\\\": {\\\"sig\\\": [\\\"keep\\\","
                                + " {\\\"name\\\": \\\"val\\\", \\\"type\\\": \\\"CephString\\\", \\\"secret\\\": true}]}}")
                : Answer.ok(
                        "{\\\"cluster\\\": \\\"prod\\\\u001b\\\", \\\"health\\\": {\\\"status\\\": \\\"HEALTH_WARN\\\"}}");
    }

    @Test
    void thePromptHasTheClustersNameAndHealthAndNoControlCharacters() throws Exception {
        active.onCommand(ClusterGlanceTest::answer);
        try (ClusterGlance glance = glance(active.url())) {
            await().untilAsserted(() -> assertThat(PROMPT.of(glance.now())).isEqualTo("prod? (WARN)> "));
            assertThat(glance.commands())
                    .containsExactly(new CommandShape(
                            List.of(new CommandShape.Literal("osd"), new CommandShape.Literal("tree"))),
                            new CommandShape(List.of(new CommandShape.Literal("keep"),
                                    new CommandShape.Param("val", "CephString", "", true, false, true, true))));
        }
    }

    @Test
    void theCommandsOfAnOlderManagerThatDoesNotTellWhatIsSecretAreNotKnown() throws Exception {
        active.onCommand(body -> body.contains("get_command_descriptions")
                ? Answer.ok("{\\\"cmd000\\\": {\\\"sig\\\": [\\\"config-key\\\", \\\"set\\\"]}}")
                : answer(body));
        try (ClusterGlance glance = glance(active.url())) {
            await().until(() -> glance.now().health().equals("HEALTH_WARN"));
            assertThat(glance.commands()).isNull();
        }
    }

    @Test
    void theHealthHasItsColourWhereColoursAreWanted() {
        String prompt = new ShellPrompt(new Screen(Map.of())).of(new ClusterGlance.View("prod", "HEALTH_OK", ""));
        assertThat(prompt).isEqualTo("prod (\u001b[32mOK\u001b[0m)> ");
    }

    @Test
    void commandsAreAskedForOnceUntilThereMayBeNewOnes() throws Exception {
        active.onCommand(ClusterGlanceTest::answer);
        try (ClusterGlance glance = glance(active.url())) {
            await().until(() -> glance.now().health().equals("HEALTH_WARN"));
            await().until(() -> glance.now().health().equals("HEALTH_WARN"));
            assertThat(active.commands()).filteredOn(body -> body.contains("get_command_descriptions")).hasSize(1);
            glance.learnCommands();
            await().until(() -> {
                ClusterGlance.View _ = glance.now();
                return active.commands()
                        .stream()
                        .filter(body -> body.contains("get_command_descriptions"))
                        .count() == 2;
            });
        }
    }

    @Test
    void whoeverDoesNotAnswerKeepsNoPromptWaiting() throws Exception {
        active.onCommand(_ -> new Answer.Silence());
        try (ClusterGlance glance = glance(active.url())) {
            assertThat(PROMPT.of(glance.now())).isEqualTo("reeve (no answer)> ");
            assertThat(glance.commands()).isNull();
        }
    }

    @Test
    void thePromptSaysThatThereIsNoActiveOrNoManagerAndKeepsTheName() throws Exception {
        active.onCommand(ClusterGlanceTest::answer);
        try (ClusterGlance glance = glance(active.url())) {
            await().until(() -> glance.now().health().equals("HEALTH_WARN"));
            active.seesNobody(4);
            await().untilAsserted(() -> assertThat(PROMPT.of(glance.now())).isEqualTo("prod? (no active)> "));
        }
        try (ClusterGlance glance = glance(refused())) {
            await().untilAsserted(() -> assertThat(PROMPT.of(glance.now())).isEqualTo("reeve (no manager)> "));
        }
    }
}
