package io.reeve.daemon.zookeeper;

import io.reeve.daemon.files.PrivateFiles;
import io.reeve.daemon.process.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checks of folder and ports before a server starts, whose failures ZooKeeper itself would report badly or late. */
final class StartChecks {
    private StartChecks() {}

    static void prepare(ZooKeeperConfig config) {
        Path folder = config.data();
        try {
            PrivateFiles.makeFolder(folder);
            if (!config.members().isEmpty()) {
                writeId(folder.resolve("myid"), config.id());
            }
        } catch (IOException unwritable) {
            throw new CommandFailure("--data: " + folder.toAbsolutePath() + " cannot be used: " + unwritable
                    + ". Choose a folder that this user can write.");
        }
        config.members().stream().filter(member -> member.id() == config.id()).forEach(member -> {
            checkFree(member, member.quorum().port());
            checkFree(member, member.electionPort());
        });
    }

    private static void writeId(Path file, int id) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, id + "\n");
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(Integer.toString(id))) {
            throw new CommandFailure("--data: " + file.toAbsolutePath() + " says that this is the data of member "
                    + found + ", not of " + id + ". Give the right --id or another --data folder.");
        }
    }

    private static void checkFree(EnsembleMember member, int port) {
        InetSocketAddress address = member.quorum().withPort(port).toSocketAddress();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException taken) {
            throw new CommandFailure("--server: member " + member.id() + ", which is this one, cannot listen on "
                    + member.quorum().withPort(port) + ": " + taken.getMessage()
                    + ". Correct the entry, or stop what uses the port.");
        }
    }
}
