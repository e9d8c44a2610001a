package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit files of the tarball, read by systemd itself; nothing is started by it. */
class SystemdTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"reeved@.service", "reeve-zookeeper.service", "reeve-agent.service"})
    void systemdFindsNothingWrongWithTheUnit(String name) throws Exception {
        assertThat(verify(name, unit(name))).isEqualTo(new Docker.Outcome(0, ""));
    }

    @Test
    void aWrongSettingWouldBeFound() throws Exception {
        String name = "reeved@.service";
        assertThat(verify(name, unit(name).replace("RestartSec=", "RestartSeconds=")).output())
                .contains("RestartSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reeved@.service", "reeve-zookeeper.service", "reeve-agent.service"})
    void theUnitIsExposedByLessThan2Point5(String name) throws Exception {
        Docker.Outcome outcome = analyze(name, unit(name), "--no-pager", "security", "--offline=true");
        Matcher exposure = EXPOSURE.matcher(outcome.output());
        assertThat(exposure.find()).as(outcome.output()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).as(outcome.output()).isLessThan(2.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reeved@.service", "reeve-zookeeper.service", "reeve-agent.service"})
    void aStopInTheFirstMomentIsNoFailureAndWrongSettingsAreNotTriedAgain(String name) throws Exception {
        assertThat(unit(name)).contains("\nSuccessExitStatus=143\n", "\nRestart=on-failure\n",
                "\nRestartPreventExitStatus=2\n", "\nStartLimitIntervalSec=0\n");
    }

    /** With the program where this build has put it. */
    private static String unit(String name) throws IOException {
        String unit = Files.readString(Product.home().resolve("systemd").resolve(name));
        assertThat(unit).contains("ExecStart=/opt/reeve/current/bin/reeved ");
        return unit.replace("/opt/reeve/current/", Product.home() + "/");
    }

    private Docker.Outcome verify(String name, String unit) throws IOException, InterruptedException {
        return analyze(name, unit, "--man=no", "verify");
    }

    private Docker.Outcome analyze(String name, String unit, String... options) throws IOException,
            InterruptedException {
        Needs.file(ANALYZE, "checking the systemd units");
        Path file = Files.writeString(folder.resolve(name), unit);
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
        command.addAll(List.of(options));
        command.add(file.toString());
        return Docker.run(Duration.ofMinutes(1), Map.of(), command.toArray(String[]::new));
    }
}
