package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit file of the tarball, read by systemd itself; nothing is started by it. */
class SystemdTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws Exception {
        assertThat(verify(unit())).isEqualTo(new Docker.Outcome(0, ""));
    }

    @Test
    void aWrongSettingWouldBeFound() throws Exception {
        assertThat(verify(unit().replace("RestartSec=", "RestartSeconds=")).output()).contains("RestartSeconds");
    }

    /** With the program where this build has put it. */
    private static String unit() throws IOException {
        String unit = Files.readString(Product.home().resolve("systemd/reeved@.service"));
        assertThat(unit).contains("ExecStart=/opt/reeve/bin/reeved run");
        return unit.replace("/opt/reeve/", Product.home() + "/");
    }

    private Docker.Outcome verify(String unit) throws IOException, InterruptedException {
        Needs.file(ANALYZE, "checking the systemd unit");
        Path file = Files.writeString(folder.resolve("reeved@.service"), unit);
        return Docker.run(Duration.ofSeconds(30), Map.of(), ANALYZE.toString(), "--man=no", "verify",
                file.toString());
    }
}
