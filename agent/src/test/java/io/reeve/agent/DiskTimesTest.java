package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiskTimesTest {
    @Test
    void readsAreBeforeWritesAndTimesAreMilliseconds() {
        assertThat(DiskTimes
                .parse("     120       3    9000      45       67      12     800      250        0      90 295\n"))
                .contains(new DiskTimes(120, 45_000_000, 67, 250_000_000));
        assertThat(DiskTimes.parse("")).isEmpty();
    }

    @Test
    void whatIsNoDeviceHasNone() {
        assertThat(DiskTimes.of("overlay")).isEmpty();
        assertThat(DiskTimes.of("server:/share")).isEmpty();
        assertThat(DiskTimes.of("/dev/null")).isEmpty();
    }

    @Test
    void eachDeviceOfThisMachineHasThem() throws IOException {
        Path devices = Path.of("/sys/class/block");
        if (Files.isDirectory(devices)) {
            try (Stream<Path> all = Files.list(devices)) {
                List<String> names = all.map(device -> "/dev/" + device.getFileName())
                        .filter(device -> Files.exists(Path.of(device)))
                        .toList();
                assertThat(names).allMatch(device -> DiskTimes.of(device).isPresent());
            }
        }
    }
}
