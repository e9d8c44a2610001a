package io.reeve.daemon.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.daemon.FakeReeved;
import io.reeve.daemon.testing.ReevedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooKeeperCommandTest {
    @TempDir
    Path folder;

    private final List<ReevedProcess> started = new ArrayList<>();

    @AfterEach
    void stopAll() {
        started.forEach(ReevedProcess::close);
    }

    private ReevedProcess zookeeper(String... more) throws IOException {
        String[] arguments = Stream.concat(Stream.of("zookeeper"), Stream.of(more)).toArray(String[]::new);
        ReevedProcess process = ReevedProcess.start(folder, FakeReeved.class.getName(), arguments);
        started.add(process);
        return process;
    }

    private static String ask(int port, String word) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException silent) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static CuratorFramework client(String servers) {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(servers)
                .retryPolicy(new RetryOneTime(500))
                .ensembleTracker(false)
                .build();
        client.start();
        return client;
    }

    @Test
    void servesAloneKeepsItsDataAndStopsOnSigterm() throws Exception {
        String port = Integer.toString(freePort());
        ReevedProcess first = zookeeper("--data", "zk", "--port", port);
        await().until(() -> ask(Integer.parseInt(port), "ruok").equals("imok"));
        try (CuratorFramework client = client("127.0.0.1:" + port)) {
            client.create().forPath("/kept", new byte[]{1});
        }
        first.process().destroy();
        assertThat(first.status()).isZero();
        assertThat(first.err()).contains("ZooKeeper alone listens on 127.0.0.1:" + port, "ZooKeeper stops")
                .doesNotContain("ERROR");
        Path files = folder.resolve("zk/version-2");
        assertThat(permissions(folder.resolve("zk")) + permissions(files)).isEqualTo("rwx------".repeat(2));
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x")); // as it was once made
        zookeeper("--data", "zk", "--port", port);
        try (CuratorFramework client = client("127.0.0.1:" + port)) {
            await()
                    .ignoreExceptions()
                    .until(() -> client.getData().forPath("/kept").length == 1);
        }
        assertThat(permissions(files)).isEqualTo("rwx------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void threeMembersFormAnEnsembleThatSurvivesTheLossOfOne() throws Exception {
        List<Integer> ports = IntStream.range(0, 9).mapToObj(i -> portOrFail()).toList();
        String servers = String.join(",", IntStream.rangeClosed(1, 3)
                .mapToObj(id -> id + "=127.0.0.1:"
                        + ports.get(id - 1) + ":" + ports.get(id + 2) + ";" + ports.get(id + 5))
                .toList());
        for (int id = 1; id <= 3; id++) {
            zookeeper("--id", Integer.toString(id), "--server", servers, "--data", "zk" + id, "--bind", "127.0.0.1");
        }
        List<Integer> client = ports.subList(6, 9);
        await()
                .until(() -> client.stream()
                        .map(port -> ask(port, "srvr"))
                        .filter(answer -> answer.contains("Mode: leader") || answer.contains("Mode: follower"))
                        .count() == 3);
        int leader = IntStream.range(0, 3)
                .filter(i -> ask(client.get(i), "srvr").contains("Mode: leader"))
                .findFirst()
                .orElseThrow();
        started.get(leader).close();
        String rest = String.join(",", IntStream.range(0, 3)
                .filter(i -> i != leader)
                .mapToObj(i -> "127.0.0.1:" + client.get(i))
                .toList());
        try (CuratorFramework curator = client(rest)) {
            await()
                    .ignoreExceptions()
                    .until(() -> curator.create().orSetData().forPath("/written") != null);
        }
    }

    private static int portOrFail() {
        try {
            return freePort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** The first transaction makes the log's first file, which fails here as on a full disk. */
    private void makeUnwritable(String data) throws IOException {
        Path log = folder.resolve(data).resolve("version-2");
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(log);
        Files.createFile(log);
    }

    @Test
    void aServerThatCannotWriteEndsTheProcessWithStatus1() throws Exception {
        int port = freePort();
        ReevedProcess process = zookeeper("--data", "zk", "--port", Integer.toString(port));
        await().until(() -> process.err().contains("ZooKeeper alone listens on"));
        makeUnwritable("zk");
        try (CuratorFramework _ = client("127.0.0.1:" + port)) { // its session is a transaction
            assertThat(process.status()).isEqualTo(1);
        }
        assertThat(process.err()).contains("ZooKeeper has stopped by itself");
    }

    @Test
    void hangUpDoesNotEndTheServer() throws Exception {
        int port = freePort();
        ReevedProcess process = zookeeper("--data", "zk", "--port", Integer.toString(port));
        await().until(() -> ask(port, "ruok").equals("imok"));
        process.signal("HUP");
        await().until(() -> process.err().contains("SIGHUP: the log files are opened anew"));
        assertThat(ask(port, "ruok")).isEqualTo("imok");
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            ReevedProcess process = zookeeper("--data", "zk", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(process.status()).isEqualTo(1);
            assertThat(process.err()).contains("reeved zookeeper: ZooKeeper cannot listen on 127.0.0.1:"
                    + taken.getLocalPort() + ": Address already in use").doesNotContain("\tat ");
        }
    }

    @Test
    void wrongValuesAreToldTogether() throws Exception {
        ReevedProcess process = zookeeper("--id", "4", "--server", "1=a:1:2,1=b:1:2", "--server", "x", "--port", "no");
        assertThat(process.status()).isEqualTo(2);
        assertThat(process.err()).contains("3 wrong settings", "'x' is not ID=HOST:PORT:ELECTIONPORT",
                "id 1 is given twice", "--port: 'no'");
    }

    @Test
    void dataOfAnotherMemberIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("zk"));
        Files.writeString(folder.resolve("zk/myid"), "2\n");
        ReevedProcess process = zookeeper("--id", "1", "--server", "1=127.0.0.1:1:2,2=127.0.0.1:3:4", "--data", "zk");
        assertThat(process.status()).isEqualTo(1);
        assertThat(process.err()).contains("the data of member 2, not of 1");
    }
}
