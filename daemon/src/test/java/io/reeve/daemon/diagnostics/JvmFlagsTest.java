package io.reeve.daemon.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    @Test
    void sizesAndSwitchesAreTold() {
        List<String> flags = List.of("-Xmx512m", "-Xss1m", "-XX:+UseG1GC", "-XX:-UsePerfData",
                "-XX:MaxRAMPercentage=50.0",
                "-XX:MaxDirectMemorySize=64M");
        assertThat(JvmFlags.told(flags)).isEqualTo(flags);
    }

    @Test
    void noFlagWithATextIsTold() {
        assertThat(JvmFlags.told(List.of("-Dzookeeper.ssl.keyStore.password=S", "-Dx", "-XX:OnOutOfMemoryError=curl S",
                "-XX:AOTCache=/S", "-javaagent:a.jar=S", "-Xlog:gc:S", "-XX:+UseG1GC S", "S", "--add-opens=S",
                "-Xmx512mS"))).isEmpty();
    }
}
