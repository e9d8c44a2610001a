package io.reeve.daemon.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code reeved} in a process of its own, on the test's class path; what it prints goes to two files. */
public final class ReevedProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private ReevedProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static ReevedProcess start(Path folder, String main, String... arguments) throws IOException {
        return start(folder, main, List.of(), arguments);
    }

    public static ReevedProcess start(Path folder, String main, List<String> flags, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(hangUpByDefault());
        command.addAll(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new ReevedProcess(process, out, err);
    }

    /** What starts a process that takes SIGHUP, also where this one was started by nohup and ignores it. */
    private static List<String> hangUpByDefault() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.exists(status) && Files.readAllLines(status)
                .stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
        return ignored ? List.of("/usr/bin/env", "--default-signal=HUP") : List.of();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    public Process process() {
        return process;
    }

    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Sends it a signal, such as HUP. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    /** Its exit status, once it has ended. */
    public int status() throws InterruptedException {
        if (!process.waitFor(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + process.info() + "\n" + out() + err());
        }
        return process.exitValue();
    }

    /** Kills it and what it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
