package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    private Path data;

    @Test
    void removesWhatAKilledProcessLeft() throws IOException {
        Path left = Files.createDirectories(data.resolve("modules-1/module-x"));
        Files.writeString(left.resolve("a.jar"), "x");
        Files.createFile(data.resolve("modules-1.lock"));
        Path other = Files.createDirectories(data.resolve("logs"));

        try (WorkFolder work = WorkFolder.make(data, "modules", "2")) {
            assertThat(left.getParent()).doesNotExist();
            assertThat(data.resolve("modules-1.lock")).doesNotExist();
            assertThat(work.path()).isDirectory();
            assertThat(other).isDirectory();
        }
    }

    @Test
    void leavesTheFolderOfALivingProcess() {
        try (WorkFolder first = WorkFolder.make(data, "modules", "1");
                WorkFolder second = WorkFolder.make(data, "modules", "2")) {
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
    }

    @Test
    void isTriedOutAndMadeWhenItsParentCanBeWrittenAgain() throws IOException {
        Path parent = data.resolve("data");
        Files.createFile(parent); // as on a full disk, whoever the user is
        try (WorkFolder work = WorkFolder.of(parent, "modules", "1")) {
            assertThatThrownBy(work::ensure).isInstanceOf(IOException.class);
            assertThatThrownBy(work::tryOut).hasMessageContaining("nothing can be written to " + parent);
            Files.delete(parent);
            work.tryOut();
            assertThat(work.path()).isEmptyDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void leavesNothingWhenClosed() throws IOException {
        WorkFolder work = WorkFolder.make(data, "modules", "1");
        Files.writeString(work.path().resolve("a.jar"), "x");
        work.close();
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).isEmpty();
        }
    }
}
