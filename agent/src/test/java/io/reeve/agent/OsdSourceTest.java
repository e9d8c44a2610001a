package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsdSourceTest {
    @TempDir
    private Path folder;

    private final LocalHost host = new LocalHost("test");

    @Test
    void tellsTheCapacityOfTheFileSystem() throws IOException {
        Files.createDirectories(folder.resolve("1.0"));
        Reading reading = new OsdSource(3, folder, host, Map.of("rack", "r1")).read();

        Map<String, Long> numbers = reading.values()
                .stream()
                .collect(Collectors.toMap(Reading.Value::path, Reading.Value::value));
        long total = Files.getFileStore(folder).getTotalSpace();
        assertThat(numbers).containsEntry("osd.stat_bytes", total).containsEntry("osd.numpg", 1L);
        assertThat(numbers.get("osd.stat_bytes_used")).isBetween(1L, total);
        assertThat(reading.groups()).containsExactly(new Reading.Group("1.0", 0, 0));
        assertThat(reading.metadata()).containsEntry("osd_data", folder.toString())
                .containsEntry("crush_location", "root=default rack=r1 host=" + host.hostname());
    }

    @Test
    void storageDaemonsOnOneFileSystemShareItsSizeAndSaySo() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        StoreShare share = new StoreShare(new TreeMap<>(Map.of(3, folder, 4, other, 5, folder.resolve("gone"))));
        long total = Files.getFileStore(folder).getTotalSpace();

        for (int number : new int[]{3, 4}) {
            Reading reading = new OsdSource(number, number == 3 ? folder : other, host, Map.of(), share, null).read();
            assertThat(reading.values()).filteredOn(v -> v.path().equals("osd.stat_bytes"))
                    .singleElement()
                    .satisfies(v -> assertThat(v.value()).isEqualTo(total / 2));
            assertThat(reading.metadata()).containsEntry("filestore_shared_by", "osd.3,osd.4");
        }
        assertThat(new OsdSource(3, folder, host, Map.of()).read().metadata()).doesNotContainKey("filestore_shared_by");
    }

    @Test
    void aFolderThatIsGoneIsNamed() {
        assertThatThrownBy(() -> new OsdSource(3, folder.resolve("gone"), host, Map.of()).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("osd.3")
                .hasMessageContaining("gone");
    }
}
