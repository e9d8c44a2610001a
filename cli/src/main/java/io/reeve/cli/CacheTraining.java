package io.reeve.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The program from whose run the JVM learns which classes the start-up cache of the command line should hold: some commands,
 * answered by a stand-in for a manager. The launcher runs it.
 *
 * <p>The stand-in is as small as can be: all that is loaded here is loaded again by each command.
 */
public final class CacheTraining {
    private static final List<List<String>> LINES = List.of(List.of("mgr", "stat"),
            List.of("--format", "json", "hello", "greet"));
    private static final String OUTCOME = """
            {"status": 0, "stdout": "done\\n", "stderr": "a remark", "epoch": 1}
            """;

    private CacheTraining() {}

    /** Runs the commands, and exits with 0 if they ended as they should. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket manager = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + manager.getLocalPort() + "/";
            String map = """
                    {"epoch": 1, "available": true, "active_name": "a", "active_gid": 1, "active_url": "URL", "standbys": [],
                     "self": {"name": "a", "state": "active", "connected": true, "any_node_commands": ["mgr stat"]}}
                    """
                    .replace("URL", url);
            Thread stand = new Thread(() -> serve(manager, map), "stand-in");
            stand.setDaemon(true);
            stand.start();
            for (List<String> words : LINES) {
                if (run(url, words) != 0) {
                    System.exit(1);
                }
            }
        }
        System.setProperty("reeve.stdout", "other");
        ReeveMain.main(new String[]{"--version"});
    }

    private static int run(String url, List<String> words) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Reeve(Map.of("REEVE_MGR", url), new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
                nowhere, ClientLimits.DEFAULT).run(words.toArray(String[]::new));
    }

    private static void serve(ServerSocket manager, String map) {
        try {
            while (!manager.isClosed()) {
                try (Socket client = manager.accept()) {
                    String json = isForACommand(client) ? OUTCOME : map;
                    client.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                    + json.length()
                                    + "\r\nConnection: close\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            if (!manager.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads a request. */
    private static boolean isForACommand(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(),
                StandardCharsets.US_ASCII));
        String request = in.readLine();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
        }
        for (; length > 0; length--) {
            in.read();
        }
        return request != null && request.startsWith("POST ");
    }
}
