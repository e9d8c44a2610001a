package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIdentityTest {
    @TempDir
    private Path temp;

    private Path folder;
    private Path record;
    private String device = "ext4 17";

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(temp.resolve("disk0"));
        record = temp.resolve("state/osd.3");
    }

    private StoreIdentity identity(boolean remembers) {
        return new StoreIdentity("osd.3", folder, _ -> device, remembers ? record : null);
    }

    /** The folder as it is when its file system is not mounted: empty, on the root file system. */
    private void unmount() throws IOException {
        Files.move(folder.resolve(StoreIdentity.MARKER), temp.resolve("kept"));
        device = "ext4 1";
    }

    private void mount(String as) throws IOException {
        Files.move(temp.resolve("kept"), folder.resolve(StoreIdentity.MARKER));
        device = as;
    }

    @Test
    void theRootFileSystemInPlaceOfTheStoreIsRefusedUntilItIsMountedAgain() throws IOException {
        StoreIdentity identity = identity(false);
        identity.check();
        unmount();
        assertThatThrownBy(identity::check).isInstanceOf(IOException.class)
                .hasMessageContaining("osd.3")
                .hasMessageContaining("ext4 17")
                .hasMessageContaining("mount its file system again");
        assertThat(folder.resolve(StoreIdentity.MARKER)).as("no new store is made of it").doesNotExist();
        mount("ext4 17");
        identity.check();
    }

    @Test
    void aRestartedAgentStillKnowsTheStore() throws IOException {
        identity(true).check();
        unmount();
        assertThatThrownBy(identity(true)::check).hasMessageContaining("another store")
                .hasMessageContaining(record.toString());
        mount("ext4 33");
        assertThatCode(identity(true)::check).as("the device has another number after a restart of the machine")
                .doesNotThrowAnyException();
    }

    @Test
    void anAgentWithoutAFolderOfItsOwnRemembersInTheUsersStateFolder() throws IOException {
        Path home = temp.resolve("home");
        for (Map<String, String> environment : List.of(Map.of("XDG_STATE_HOME", temp.resolve("xdg").toString()),
                Map.<String, String>of())) {
            StoreRecords records = StoreRecords.of(null, environment, home.toString()).orElseThrow();
            record = records.file("osd.3", folder);
            identity(true).check();
            assertThat(record).exists();
            unmount();
            assertThatThrownBy(identity(true)::check).hasMessageContaining("another store")
                    .hasMessageContaining(record.toString());
            assertThat(records.file("osd.3", temp.resolve("disk1"))).as("of another cluster").isNotEqualTo(record);
            mount("ext4 17");
        }
        assertThat(StoreRecords.of(null, Map.of(), "?")).as("a user without a home").isEmpty();
        assertThat(StoreRecords.of(temp, Map.of(), "?").orElseThrow().file("osd.3", folder))
                .isEqualTo(temp.resolve("osd.3.store"));
    }

    @Test
    void aRecordThatCannotBeWrittenTakesNoDaemonDown() throws IOException {
        Files.writeString(temp.resolve("state"), "a file where the folder should be");
        StoreIdentity identity = identity(true);
        identity.check();
        unmount();
        assertThatThrownBy(identity::check).hasMessageContaining("another store");
        mount("ext4 17");
        identity.check();
    }

    @Test
    void theStoreOfAnotherDaemonIsRefused() throws IOException {
        Files.writeString(folder.resolve(StoreIdentity.MARKER), "osd.4 some-id\n");
        assertThatThrownBy(identity(false)::check).hasMessageContaining("osd.4").hasMessageContaining("--osd");
    }

    @Test
    void anEmptiedFolderOnTheSameDeviceIsTheSameStore() throws IOException {
        StoreIdentity identity = identity(false);
        identity.check();
        Files.delete(folder.resolve(StoreIdentity.MARKER));
        identity.check();
        assertThat(folder.resolve(StoreIdentity.MARKER)).exists();
    }

    @Test
    void aSourceWhoseStoreIsAnotherIsNotRead() throws IOException {
        OsdSource source = new OsdSource(3, folder, new LocalHost("test"), java.util.Map.of(), identity(false));
        assertThat(source.read().values()).isNotEmpty();
        unmount();
        assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessageContaining("another store");
    }
}
