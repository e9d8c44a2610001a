package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupFoldersTest {
    @TempDir
    private Path path;

    /** Each look at the clock is a millisecond later. */
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong step = new AtomicLong(1_000_000);

    @Test
    void countsTheFilesOfEachGroup() throws IOException {
        Files.createDirectories(path.resolve("1.a/deep"));
        Files.writeString(path.resolve("1.a/x"), "123");
        Files.writeString(path.resolve("1.a/deep/y"), "45");
        Files.createDirectories(path.resolve("2.0"));
        Files.createDirectories(path.resolve("lost+found"));
        Files.writeString(path.resolve("3.1"), "a file, not a folder");

        assertThat(new GroupFolders(path, () -> clock.getAndAdd(step.get())).read()).containsExactlyInAnyOrder(
                new Reading.Group("1.a", 2, 5), new Reading.Group("2.0", 0, 0));
    }

    @Test
    void aFolderWhoseNameAManagerWouldRefuseIsNoGroup() throws IOException {
        for (String name : new String[]{"01.0", "1.00", "1.0a", "1.A", "1234567890.0", "1.0", "0.a0"}) {
            Files.createDirectories(path.resolve(name));
        }
        assertThat(new GroupFolders(path, clock::get).read()).extracting(Reading.Group::pgid)
                .containsExactlyInAnyOrder("1.0", "0.a0");
    }

    @Test
    void sizesBeyondWhatCanBeReportedAreTheLargestThatCan() {
        long most = (1L << 53) - 1;
        assertThat(GroupFolders.sum(3, 4)).isEqualTo(7);
        assertThat(GroupFolders.sum(most, 1)).isEqualTo(most);
        assertThat(GroupFolders.sum(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(most);
    }

    @Test
    void countingTakesAtMostATenthOfTheTime() throws IOException {
        GroupFolders groups = new GroupFolders(path, () -> clock.getAndAdd(step.get()));
        assertThat(groups.read()).isEmpty(); // took one step
        Files.createDirectories(path.resolve("1.0"));
        step.set(0);
        clock.addAndGet(7_000_000);
        assertThat(groups.read()).as("too early to count again").isEmpty();
        clock.addAndGet(2_000_000);
        assertThat(groups.read()).hasSize(1);
    }
}
