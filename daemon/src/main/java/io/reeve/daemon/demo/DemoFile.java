package io.reeve.daemon.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code demo.json}: the addresses of the demo, for scripts. */
@JsonPropertyOrder({"cluster", "zookeeper", "managers"})
record DemoFile(String cluster, String zookeeper, List<Manager> managers) {

    @JsonPropertyOrder({"name", "pid", "http", "report"})
    record Manager(String name, long pid, String http, String report) {}

    static DemoFile of(String zookeeper, List<ManagerProcess> managers) {
        return new DemoFile(DemoOptions.CLUSTER, zookeeper, managers.stream()
                .map(manager -> new Manager(
                        manager.name(), manager.pid(), manager.url(), "127.0.0.1:" + manager.reportPort()))
                .toList());
    }

    static Path in(Path folder) {
        return folder.resolve("demo.json");
    }

    /** Writes the file; readers see the old one or the new one, whole. */
    void write(Path folder) throws IOException {
        Path written = folder.resolve("demo.json.new");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(written.toFile(), this);
        Files.move(written, in(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
