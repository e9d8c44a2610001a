package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three units of the tarball under a systemd of their own, installed by the guide's own lines, with all their limits. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemdServicesTest {
    private static final String ZOOKEEPER = "reeve-zookeeper.service";
    private static final String MANAGER = "reeved@a.service";
    private static final String AGENT = "reeve-agent.service";
    private static final Path LOG = Path.of("/var/lib/reeve/a/reeved.log");

    private SystemdMachine machine;

    @BeforeAll
    void installAsTheGuideSays() throws Exception {
        Needs.docker();
        machine = SystemdMachine.start();
        List<String> lines = linesOfTheGuide();
        String last = lines.getLast();
        assertThat(last).startsWith("systemctl daemon-reload && systemctl enable --now ");
        machine.run(String.join("\n", lines.subList(0, lines.size() - 1)));
        writeSettings();
        machine.run(last);
    }

    /** What the guide has a reader type, for the version that this build makes; not the cache for fast starts, which takes its time. */
    private static List<String> linesOfTheGuide() throws Exception {
        String guide = Files.readString(Product.root().resolve("src/site/markdown/operations-guide.md"));
        String block = Arrays.stream(guide.split("(?m)^```\n"))
                .filter(text -> text.startsWith("mkdir -p /opt/reeve /etc/reeve "))
                .findFirst()
                .orElseThrow();
        return block.replace("reeve-0.1.0", Product.home().getFileName().toString())
                .lines()
                .filter(line -> !line.contains("reeved cache "))
                .toList();
    }

    private void writeSettings() throws Exception {
        String java = "JAVA_HOME=" + System.getProperty("java.home") + "\n";
        Path folder = Path.of("/etc/reeve");
        machine.write(folder.resolve("zookeeper.env"), java);
        machine.write(folder.resolve("reeved.env"), java + """
                REEVE_ZOOKEEPER=127.0.0.1:2181
                REEVE_HTTP=127.0.0.1:9480
                REEVE_REPORT=127.0.0.1:6800
                REEVE_INITIAL_MODULES=hello
                REEVE_LOG_FILE=reeved.log
                """);
        machine.write(folder.resolve("agent.env"), java + """
                REEVE_MGR=http://127.0.0.1:9480
                REEVE_AGENT_OPTIONS=--osd 0=/srv/disk0 --osd 1=/srv/disk1 --zookeeper 127.0.0.1:2181
                """);
        machine.run("mkdir -p /srv/disk0 /srv/disk1");
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    /** Also after a test that has killed something. */
    @BeforeEach
    void allIsWell() {
        await().atMost(120, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(machine.attempt("curl -sf http://127.0.0.1:9480/health/active").exit())
                    .as(() -> journal(ZOOKEEPER) + journal(MANAGER))
                    .isZero();
            assertThat(machine.attempt("curl -s --json '{\"prefix\": \"osd stat\"}' http://127.0.0.1:9480/api/command")
                    .output())
                    .as(() -> journal(AGENT))
                    .contains("2 up");
        });
    }

    @Test
    void theyDoTheirWholeWork() throws Exception {
        assertThat(machine.run("curl -s http://127.0.0.1:9480/hello/")).contains("Hello");
        assertThat(reeve("hello greet you")).contains("Hello, you!");
        assertThat(reeve("mon stat")).contains("1 daemon, quorum 127.0.0.1:2181");
        assertThat(reeve("data servers")).contains("host.machine", "osd.0", "osd.1", "mon.127.0.0.1:2181");
        reeve("mgr module enable selftest");
        reeve("config set mgr mgr/selftest/log_to_file true");
        assertThat(reeve("selftest run")).isNotNull();
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(machine.attempt("test -f /var/lib/reeve/a/a-selftest.log").exit()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {ZOOKEEPER, MANAGER, AGENT})
    void theLimitsOfTheUnitAreInForce(String unit) throws Exception {
        String pid = machine.property(unit, "MainPID");
        assertThat(machine.run("cat /proc/" + pid + "/status").lines())
                .contains("NoNewPrivs:\t1", "Seccomp:\t2", "CapBnd:\t0000000000000000", "CapEff:\t0000000000000000")
                .noneMatch(line -> line.startsWith("Uid:\t0\t"));
        String inside = "nsenter --target " + pid + " --mount sh -c ";
        assertThat(machine.attempt(inside + "'touch /etc/written'").output()).contains("Read-only file system");
        assertThat(machine.attempt(inside + "'ls -d /dev/kmsg'").output()).contains("No such file");
        assertThat(machine.run("stat --format %a /var/lib/" + machine.property(unit, "StateDirectory"))).matches("7.*");
    }

    @Test
    void aReloadOpensTheLogAnewAndEndsNothing() throws Exception {
        String pid = machine.property(MANAGER, "MainPID");
        machine.run("mv " + LOG + " " + LOG + ".1 && systemctl reload reeved@a");
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(machine.attempt("test -f " + LOG).exit()).isZero());
        machine.run("systemctl kill --signal HUP " + ZOOKEEPER + " " + AGENT);
        assertThat(reeve("hello greet you")).contains("Hello, you!");
        assertThat(machine.property(MANAGER, "MainPID")).isEqualTo(pid);
        assertThat(machine.run("systemctl is-active " + ZOOKEEPER + " " + AGENT).lines()).containsOnly("active");
    }

    @Test
    void whatIsKilledIsStartedAgainAndKnowsWhatItKnew() throws Exception {
        reeve("osd pool create kept 8");
        for (String unit : List.of(ZOOKEEPER, MANAGER, AGENT)) {
            String pid = machine.property(unit, "MainPID");
            machine.run("kill -9 " + pid);
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(machine.property(unit, "MainPID")).isNotIn(pid, "0"));
            assertThat(machine.property(unit, "NRestarts")).isEqualTo("1");
        }
        allIsWell();
        assertThat(reeve("osd pool ls")).contains("kept");
    }

    @Test
    void aRestartIsNoFailure() throws Exception {
        machine.run("systemctl stop " + AGENT + " " + MANAGER + " " + ZOOKEEPER);
        for (String unit : List.of(ZOOKEEPER, MANAGER, AGENT)) {
            assertThat(machine.run("systemctl show --property ActiveState,Result " + unit).lines())
                    .as(() -> journal(unit))
                    .containsExactlyInAnyOrder("ActiveState=inactive", "Result=success");
        }
        machine.run("systemctl start " + ZOOKEEPER + " " + MANAGER + " " + AGENT);
        allIsWell();
    }

    @Test
    void wrongSettingsAreNotTriedAgain() throws Exception {
        machine.write(Path.of("/etc/reeve/reeved-wrong.env"), "REEVE_DRAIN=soon\n");
        String unit = "reeved@wrong.service";
        machine.attempt("systemctl start " + unit);
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(machine.property(unit, "ActiveState")).isEqualTo("failed"));
        assertThat(machine.property(unit, "ExecMainStatus")).isEqualTo("2");
        assertThat(machine.property(unit, "NRestarts")).isEqualTo("0");
        assertThat(machine.journal(unit)).contains("soon");
    }

    /** What {@code reeve} answers inside, which must succeed. */
    private String reeve(String words) throws Exception {
        return machine.run("/opt/reeve/current/bin/reeve " + words);
    }

    private String journal(String unit) {
        try {
            return machine.journal(unit);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
